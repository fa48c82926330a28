/**
 * Starts a cluster, prints the name of the file with its description and waits until it is killed.
 */
import { startCluster } from '../cluster/startCluster';

startCluster().then(
  ({ descriptionFile }) => {
    console.log(descriptionFile);
    setInterval(() => {}, 60_000);
  },
  error => {
    console.error(error);
    process.exit(1);
  },
);
