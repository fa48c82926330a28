import { Route, Routes } from 'react-router-dom';
import { EVENTS_PATH } from '../../../routes/pagePaths';
import { usePaths } from '../../../routes/usePaths';
import { DeadLettersPage } from '../../deadLetters/DeadLettersPage';
import { NotFoundPage } from '../../../shared/page/NotFoundPage';
import { DoraDashboard } from './DoraDashboard';

/** The delivery metrics, and the dead letters for operators. */
export function DoraPages() {
  const paths = usePaths();
  return (
    <Routes>
      <Route path={EVENTS_PATH} element={<DeadLettersPage />} />
      <Route index element={<DoraDashboard />} />
      <Route path="*" element={<NotFoundPage to={paths.dora()} />} />
    </Routes>
  );
}
