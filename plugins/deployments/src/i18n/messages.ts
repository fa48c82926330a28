import { sentenceTexts } from '@slipway/backstage-plugin-deployments-common';
import { analysisMessages } from './analysis';
import { bulkDeployMessages } from './bulkDeploy';
import { compareEnvironmentsMessages } from './compareEnvironments';
import { blockerTexts, otherDeploymentTexts } from './blockerTexts';
import { connectServiceMessages } from './connectService';
import { deadLetterMessages } from './deadLetters';
import { deliveryMetricsMessages } from './deliveryMetrics';
import { deliveryMetricsPanelMessages } from './deliveryMetricsPanels';
import { deliveryMetricsRowMessages } from './deliveryMetricsRows';
import { deployDialogMessages } from './deployDialog';
import { deploymentDetailsMessages } from './deploymentDetails';
import { driftListMessages } from './driftList';
import { engineAdminMessages } from './engineAdmin';
import { environmentMessages } from './environments';
import { historyMessages } from './history';
import { incidentMessages } from './incidents';
import { labelMessages } from './labels';
import { needsYouMessages } from './needsYou';
import { notificationMessages } from './notifications';
import { pageMessages } from './pages';
import { problemTitles } from './problemTitles';
import { replayMessages } from './replay';
import { rolloutMessages } from './rollout';
import { serviceListMessages } from './serviceLists';
import { summaryMessages } from './summary';
import { troubleshootingMessages } from './troubleshooting';
import { watchMessages } from './watch';

/** All texts of the plugin in English. */
export const messages = {
  ...labelMessages,
  ...pageMessages,
  ...engineAdminMessages,
  ...serviceListMessages,
  ...environmentMessages,
  ...connectServiceMessages,
  ...deployDialogMessages,
  ...historyMessages,
  ...deploymentDetailsMessages,
  analysis: analysisMessages,
  blockerText: blockerTexts,
  otherDeployment: otherDeploymentTexts,
  problemTitle: problemTitles,
  replay: replayMessages,
  rollout: rolloutMessages,
  sentence: sentenceTexts,
  dora: {
    ...deliveryMetricsMessages,
    ...deliveryMetricsPanelMessages,
    ...deliveryMetricsRowMessages,
  },
  bulk: bulkDeployMessages,
  compare: compareEnvironmentsMessages,
  driftList: driftListMessages,
  incidents: incidentMessages,
  needsYou: needsYouMessages,
  notifications: notificationMessages,
  deadLetters: deadLetterMessages,
  summary: summaryMessages,
  troubleshooting: troubleshootingMessages,
  watch: watchMessages,
} as const;
