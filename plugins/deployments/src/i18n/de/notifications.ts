import type { notificationMessages as english } from '../notifications';
import type { Translated } from './Translated';

export const notificationMessages: Translated<typeof english> = {
  open: 'Öffnen',
};
