/** Pixels between two columns of cards. */
export const COLUMN_GAP = 32;
/** Pixels between two rows of cards. */
export const ROW_GAP = 16;
