import { useApi } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import useAsync from 'react-use/lib/useAsync';
import { deploymentsApiRef } from '../../../api/DeploymentsApi';
import { getHttpStatus } from '../../../api/failures';
import { useTranslation } from '../../../i18n/useTranslation';
import { DecisionLabel } from '../../../shared/labels/AnalysisLabels';
import { useSentences } from '../../../shared/text/useSentences';

/** What the analysis of a step said when the dialog opened, for a person who is about to send a command. */
export function CommandEvidence(props: {
  deploymentId: string;
  stepId: string;
}) {
  const { deploymentId, stepId } = props;
  const { t } = useTranslation();
  const say = useSentences();
  const api = useApi(deploymentsApiRef);
  const { value, error, loading } = useAsync(
    () => api.getStepAnalysis(deploymentId, stepId),
    [api, deploymentId, stepId],
  );
  if (error && getHttpStatus(error) === 404) {
    return null;
  }
  return (
    <Typography variant="body2" component="div" role="status" gutterBottom>
      {loading && t('analysis.evidenceLoading')}
      {error && t('analysis.evidenceFailed', { message: error.message })}
      {value && value.looks === 0 && t('analysis.evidenceNone')}
      {value?.verdict && value.looks > 0 && (
        <>
          <DecisionLabel verdict={value.verdict} />
          <div>{say(value.verdict.sentences, value.verdict.sentence)}</div>
        </>
      )}
    </Typography>
  );
}
