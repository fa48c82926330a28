import { useEffect, useRef, useState } from 'react';
import useDebounce from 'react-use/lib/useDebounce';

/** How long a pause in typing has to be before the text is applied, in milliseconds. */
const TYPING_MS = 300;

/**
 * The text of a search field. `apply` gets the trimmed text after a pause in typing; a change of `applied` from
 * outside, such as a cleared filter, replaces what was typed.
 */
export function useDebouncedText(
  applied: string,
  apply: (text: string) => void,
): [typed: string, setTyped: (text: string) => void] {
  const [typed, setTyped] = useState(applied);
  const lastApplied = useRef(applied);
  useDebounce(
    () => {
      const text = typed.trim();
      if (text !== lastApplied.current) {
        lastApplied.current = text;
        apply(text);
      }
    },
    TYPING_MS,
    [typed],
  );
  useEffect(() => {
    if (applied !== lastApplied.current) {
      lastApplied.current = applied;
      setTyped(applied);
    }
  }, [applied]);
  return [typed, setTyped];
}
