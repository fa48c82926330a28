/**
 * Header with the entity ref of the user on whose behalf the caller sends a request. Only benchmark replicas read it.
 */
export const PERSON_HEADER = 'x-benchmark-person';
