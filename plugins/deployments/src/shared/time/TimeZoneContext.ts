import { createContext, useContext, useMemo } from 'react';
import type { Reader } from '../format/time';

/** The IANA time zone of all times below; the browser's by default. Only pages about calendar periods set another. */
export const TimeZoneContext = createContext<string | undefined>(undefined);

/** The time zone to format times in. */
export function useTimeZone(): Reader {
  const zone = useContext(TimeZoneContext);
  return useMemo(() => ({ zone }), [zone]);
}
