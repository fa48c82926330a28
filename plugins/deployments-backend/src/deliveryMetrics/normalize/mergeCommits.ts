/** As Git, GitHub, GitLab and Bitbucket write the first line of a merge when nobody changes it. */
const MERGE =
  /^(?:Merge (?:pull request|branch|branches|remote-tracking branch|tag|commit)\b|Merged? in \S+ \(pull request #\d+\))/;

/** Whether a commit's message says that the commit does nothing but merge others. */
export function isMergeMessage(message: string | undefined): boolean {
  return message !== undefined && MERGE.test(message);
}
