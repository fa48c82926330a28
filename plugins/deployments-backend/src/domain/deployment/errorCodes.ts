/** Error codes that rules depend on. */
export const ERROR_CODES = {
  /** Nobody decided in time. */
  deadline: 'deadline',
  /** A person rejected it. */
  rejected: 'rejected',
  timeout: 'timeout',
  /** A check failed, or the analysis of a canary did. The message says which and why, so that no other text needs to. */
  checkFailed: 'check-failed',
  analysisFailed: 'analysis-failed',
} as const;
