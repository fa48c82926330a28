/** Names the person, by entity ref, on whose behalf the caller asks. Only replicas of benchmarks look at it. */
export const PERSON_HEADER = 'x-benchmark-person';
