/** The first line of a merge commit's default message in Git, GitHub, GitLab and Bitbucket. */
const MERGE =
  /^(?:Merge (?:pull request|branch|branches|remote-tracking branch|tag|commit)\b|Merged? in \S+ \(pull request #\d+\))/;

/** Whether a commit's message shows that it only merges others. */
export function isMergeMessage(message: string | undefined): boolean {
  return message !== undefined && MERGE.test(message);
}
