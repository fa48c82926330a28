import { Route, Routes } from 'react-router-dom';
import { EVENTS_PATH } from '../../routes';
import { DeadLettersPage } from '../events/DeadLettersPage';
import { DoraDashboard } from './DoraDashboard';

/** The delivery metrics, and what operators see of the events behind them. */
export function DoraPages() {
  return (
    <Routes>
      <Route path={EVENTS_PATH} element={<DeadLettersPage />} />
      <Route path="*" element={<DoraDashboard />} />
    </Routes>
  );
}
