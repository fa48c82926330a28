import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { RelativeTime } from './RelativeTime';
import { TimeZoneContext } from './TimeZoneContext';
import { TimeZoneNote } from './TimeZoneNote';

const AT = '2026-11-21T20:00:00Z';

describe('the time zone of a page', () => {
  it('is named once, and all times are in it', async () => {
    await renderInTestApp(
      <TimeZoneContext.Provider value="Asia/Tokyo">
        <RelativeTime at={AT} />
        <TimeZoneNote />
      </TimeZoneContext.Provider>,
    );
    expect(screen.getByRole('time')).toHaveAttribute(
      'title',
      expect.stringMatching(/22.*05:00:00.*GMT\+9/),
    );
    expect(
      screen.getByText('Times are in Asia/Tokyo (GMT+9).'),
    ).toBeInTheDocument();
  });

  it("is the browser's unless the page sets one", async () => {
    await renderInTestApp(<TimeZoneNote />);
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    expect(screen.getByText(/^Times are in/)).toHaveTextContent(timeZone);
  });
});
