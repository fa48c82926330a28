/** The texts of toasts, in addition to those of the notifications. */
export const notificationMessages = {
  open: 'Open',
};
