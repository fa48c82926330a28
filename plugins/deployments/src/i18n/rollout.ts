/** The stages of a canary. */
export const rolloutMessages = {
  stages: 'Stages',
  state: {
    done: 'Done',
    current: 'Current stage',
    upcoming: 'Not started',
    stopped: 'Stopped here',
    rolledBack: 'Rolled back here',
    notReached: 'Not reached',
  },
  for: 'for {{time}}',
  atLeast: 'at least {{time}}',
  left: '{{time}} left',
  atLeastLeft: 'at least {{time}} more',
  untilPromoted: 'until promoted',
  untilAllowed: 'until the analysis allows more',
  all: 'all of the traffic',
} as const;
