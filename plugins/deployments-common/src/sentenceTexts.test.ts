import { analysisTexts } from './analysisTexts';
import { checkTexts } from './checkTexts';
import { engineTexts } from './engineTexts';
import { metricTexts } from './metricTexts';
import { planTexts } from './planTexts';
import { refusalTexts } from './refusalTexts';
import { joinSentences, sentenceTexts } from './sentenceTexts';

describe('joinSentences', () => {
  it.each([
    [
      ['Cancelled by Ada', 'Nothing changed.'],
      'Cancelled by Ada. Nothing changed.',
    ],
    [
      ['Cancelled by Ada', ': Wrong version'],
      'Cancelled by Ada: Wrong version.',
    ],
    [['“Watch” failed:', 'p95 was 412 ms'], '“Watch” failed: p95 was 412 ms.'],
    [['Rolling back:'], 'Rolling back.'],
    [
      ['Started', '; 1.4.1 is running now', '; 2 of 5 steps do not apply'],
      'Started; 1.4.1 is running now; 2 of 5 steps do not apply.',
    ],
    [['No.', ': it is wrong'], 'No: it is wrong.'],
    [['Is it?', 'Yes…'], 'Is it? Yes…'],
    [[], ''],
  ])('joins %j', (texts, joined) => {
    expect(joinSentences(texts)).toBe(joined);
  });
});

it('has sorted codes, so that each is easy to find', () => {
  const parts = [
    analysisTexts,
    checkTexts,
    engineTexts,
    metricTexts,
    planTexts,
    refusalTexts,
  ].map(texts => Object.keys(texts));
  const others = Object.keys(sentenceTexts).filter(
    code => !parts.flat().includes(code),
  );
  for (const codes of [...parts, others]) {
    expect(codes).toEqual([...codes].sort());
  }
});
