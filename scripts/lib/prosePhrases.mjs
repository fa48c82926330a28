/**
 * Phrases that read translated or that use our former private words, each with what to write instead.
 *
 * A pattern must have next to no false positives: leave out what can also be right ("at once" for "at the same time").
 */
export const PHRASES = [
  [
    /\b(?:is|are|was|were|be|been|being|it|not) told\b|\btold of\b/i,
    'reported, sent, notified or shown',
  ],
  [/\btells? (?:of|nothing|that)\b/i, 'reports, shows or says'],
  [/\b(?:laid|lay|lays) to\b/i, 'attributed to'],
  [
    /\b(?:take|taken|takes|took) in again\b|\bevents? (?:is|are) taken in\b/i,
    'reprocess',
  ],
  [/\bwho(?:m|so)?ever\b/i, '"people who …" or the role ("the owner")'],
  [/\banew\b/i, 'again, or from scratch'],
  [
    /\b(?:starts?|stops?|begins?|ends?|goes|decides?|lifted|freed|refused|acts?|done|due) at once\b/i,
    'immediately',
  ],
  [
    /\b(?:goes|go|went|gone|going) on (?:with|by|as|at|where|elsewhere|from|and|in)\b/i,
    'continue or resume',
  ],
  [/\b(?:it|that|deployment|nothing|work|everything) goes on\b/i, 'continues'],
  [/\bhow to go on\b/i, 'what to do next'],
  [/\b(?:let|lets|letting) go\b/i, 'release'],
  [
    /\bof (?:which|whom|what|that) (?:nobody|somebody)\b/i,
    'two sentences, each with its subject',
  ],
  [/\bnobody (?:is )?at it\b/i, 'unclaimed'],
  [/\bat work on (?:it|them)\b/i, 'works on'],
  [
    /\b(?:stands?|stood) (?:beside|in|behind|above|against|there|with)\b/i,
    'is in, is next to, or overrides',
  ],
  [/\bstands? still\b/i, 'is stuck'],
  [
    /(?:^\W*|[.;:,|] )[Ww]hat (?:is|was|comes|ran|runs|came|has) [a-z ]{2,40} (?:is|are|was|counts?|starts?|ends?)\b(?=[ ,.])/,
    'a noun as the subject ("due work", "the previous version")',
  ],
  [/\bmend(?:s|ed|ing)?\b/i, 'repair or fix'],
  [/\bbesides? (?:it|them|that|the|its)\b/i, 'next to, or in addition to'],
  [/\bto be had\b/i, 'available'],
  [/\bgiven up\b/i, 'dropped or stopped'],
  [/\bwho may (?!not\b)/i, 'people with permission'],
  [
    /\b(?:begins?|beginning|began) to hurt\b|\bwere hurt\b|\bhurts? users\b/i,
    'impact, failure period or affected',
  ],
];
