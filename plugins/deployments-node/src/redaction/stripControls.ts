import { stripVTControlCharacters } from 'node:util';

/** Control characters other than tabs and line breaks. */
// eslint-disable-next-line no-control-regex -- Control characters are what it matches.
const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/;
const CONTROLS_ALL = new RegExp(CONTROLS, 'g');

/**
 * Removes terminal control sequences (cursor, colour, title) and all control characters other than tabs and line
 * breaks, so that a log cannot rewrite itself when it is shown in a terminal.
 *
 * @public
 */
export function stripControls(text: string): string {
  return CONTROLS.test(text)
    ? stripVTControlCharacters(text).replace(CONTROLS_ALL, '')
    : text;
}
