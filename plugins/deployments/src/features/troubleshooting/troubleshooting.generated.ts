/* eslint-disable */
// Generated from docs/troubleshooting.md by `yarn generate:portal-docs`; do not edit.

/** The troubleshooting page: one section per heading, in Markdown. The first one is the introduction. `id` is the anchor in docs/troubleshooting.md. */
export const troubleshooting = [
  {
    "id": "troubleshooting",
    "level": 1,
    "title": "Troubleshooting",
    "text": "Find your symptom, then read the cause and what to do. The portal shows this page at `/deployments/troubleshooting`. The headings are stable link targets: errors in the portal link to them, and alerts name them.\n\n| symptom                                              | go to                                                    |\n| ---------------------------------------------------- | -------------------------------------------------------- |\n| A deployment is queued and doesn't start             | [A deployment doesn't start](#a-deployment-doesnt-start) |\n| A deployment has stopped halfway                     | [A deployment is waiting](#a-deployment-is-waiting)      |\n| A check ended as `failed`, `error` or `inconclusive` | [Check verdicts](#check-verdicts)                        |\n| A rollback failed, or you can't roll back            | [Rollbacks](#rollbacks)                                  |\n| The portal refuses a request                         | [Refused requests](#refused-requests)                    |\n| The backend doesn't start                            | [The backend doesn't start](#the-backend-doesnt-start)   |\n| Health is `degraded` or `stalled`, or an alert fires | [The engine](#the-engine)                                |\n| The API or a deployed service returns 5xx            | [5xx responses](#5xx-responses)                          |\n| Events are missing from the delivery metrics         | [Delivery metrics](#delivery-metrics)                    |"
  },
  {
    "id": "a-deployment-doesnt-start",
    "level": 2,
    "title": "A deployment doesn't start",
    "text": "A queued deployment hasn't changed anything. Its page lists each **blocker**: the reason, when it ends if that is known, and who to ask. Once the last blocker is gone, the deployment starts automatically. A deployment that is still queued after `deployments.engine.queueFor` (7 days by default) expires; a scheduled one gets that much time after its scheduled start.\n\nWith the permission `deployments.deployment.override` you can bypass windows, schedules, start conditions, promotion rules, soak times and holds: press **Start anyway** and give a reason. You can't override the other blockers, because they need a decision or because starting would be unsafe. Rollbacks bypass holds, windows, start conditions, promotion rules, soak times, approvals and the queue."
  },
  {
    "id": "slot",
    "level": 3,
    "title": "Slot",
    "text": "The portal shows this blocker as _Another deployment_.\n\n**Cause:** Only one deployment of a service can run in an environment at a time. Another one is in progress there, or is ahead in the queue.\n\n**What to do:** Wait, or open the other deployment from the blocker and see what it is waiting for. For an urgent fix, deploy it as a **hotfix**: if nothing else blocks the hotfix, the running deployment is rolled back first, or cancelled if it hasn't changed anything. The hotfix waits for another hotfix, and for a rollback that has changed something. You need `deployments.deployment.override`. If the environment is configured with `concurrency: refuse`, the request is rejected with 409 instead of being queued; send it again later."
  },
  {
    "id": "window",
    "level": 3,
    "title": "Window",
    "text": "The portal shows this blocker as _Deployment window_.\n\n**Cause:** A deny window is active, or all allow windows are closed. The blocker shows the reason from the configuration, and when deployments may start again if that is within the next 400 days.\n\n**What to do:** Wait until the time that the blocker shows: the deployment then starts automatically, if nothing else blocks it. But a queued deployment expires after `deployments.engine.queueFor` (7 days by default), even while it can't start because of a window. If the closed period lasts longer, schedule the deployment for its end (`notBefore`), deploy again after it, or raise `queueFor`. To start earlier, use **Start anyway**; this override applies to the current closed period only, not to the next one. Windows never stop a deployment that has started."
  },
  {
    "id": "start-condition",
    "level": 3,
    "title": "Start condition",
    "text": "**Cause:** The environment has start conditions: conditions that other systems decide. The blocker names the condition. Either that system said that the deployment must not start now, and the blocker shows its reason; or the blocker says that the condition could not be checked, because the system didn't respond, rejected Slipway's credentials, or its settings are incomplete.\n\n**What to do:** If the system gave a reason, follow it, for example resolve the alert. If the condition could not be checked, check that the system is reachable from the portal's backend and that the module's configuration is right. In both cases the deployment starts by itself once the condition is met: Slipway checks it every 15 seconds, or every minute while something else blocks the deployment too. If you can't wait, use **Start anyway**: this override applies to the conditions that block now, not to others that block later."
  },
  {
    "id": "schedule",
    "level": 3,
    "title": "Schedule",
    "text": "The portal shows this blocker as _Scheduled_.\n\n**Cause:** The request has a `notBefore` time that hasn't been reached.\n\n**What to do:** Wait, use **Start anyway**, or cancel it and deploy again without a scheduled time."
  },
  {
    "id": "promotion",
    "level": 3,
    "title": "Promotion",
    "text": "**Cause:** The environment has a `promotesFrom` rule, and this exact artifact isn't running in the source environment with passed checks. The blocker says which part is missing:\n\n- the service was never deployed to the source environment,\n- another version is running there,\n- another artifact with the same version name is running there (Slipway compares artifacts, not names),\n- the checks there didn't pass; `overridden`, `inconclusive` and `error` don't count as passed,\n- something is running there that Slipway didn't deploy ([drift](#drift)),\n- only a pipeline reports that it runs there, or what runs there could not be read since it was deployed; see who reads what runs.\n\n**What to do:** Deploy the same artifact to the source environment with a golden path that has a check, and let it succeed. If CI built the version again, register and promote the new artifact."
  },
  {
    "id": "soak",
    "level": 3,
    "title": "Soak",
    "text": "The portal shows this blocker as _Soak time_.\n\n**Cause:** The version is verified in the source environment, but hasn't been running there long enough (`soak`).\n\n**What to do:** Wait until the time that the blocker shows. If another version has replaced this one in the source environment, deploy and verify this one there again; the soak time then starts from zero."
  },
  {
    "id": "approval",
    "level": 3,
    "title": "Approval",
    "text": "**Cause:** A rule needs more approvals. The blocker shows how many are missing, and who can approve.\n\n**What to do:** Ask one of these people. If an approval doesn't count:\n\n- **The plan changed.** An approval applies to one exact plan. If the plan changes, for example because another version is now running there, earlier approvals become void, and the deployment's page shows why.\n- **The approval expired** (`expiresAfter`).\n- **It counts for another rule.** Each rule of an environment needs different people, unless `distinct: false` is set.\n- **You requested the deployment**, and the rule doesn't allow `selfApproval`.\n- **You aren't one of the rule's people.** You need to be named by the rule, directly or through a nested group, _and_ have the permission `deployments.deployment.approve`. A request with a service's token can't approve."
  },
  {
    "id": "hold",
    "level": 3,
    "title": "Hold",
    "text": "**Cause:** A hold blocks new deployments of the service in this environment until a person lifts it. Slipway places a hold when a deployment that has changed something fails or is rolled back, and when a deployment is abandoned: later versions usually contain the same bug. People can place holds too.\n\n**What to do:** Read the reason and fix the cause, then press **Lift hold…** and explain why deploying is safe again. You need the permission `deployments.hold.lift`. A hotfix bypasses a hold that Slipway placed, but not one that a person placed. See also [Hold cannot be lifted](#hold-cannot-be-lifted)."
  },
  {
    "id": "drift",
    "level": 3,
    "title": "Drift",
    "text": "**Cause:** What is running in the environment isn't what Slipway deployed last. Someone changed or removed it outside Slipway.\n\n**What to do:** On the service's page, compare _Expected_ with _Observed_, which is what the target last reported as running. Then choose:\n\n- **Adopt running version…**: it becomes the current version. It counts as unverified, so it isn't a last known good version.\n- **Allow overwriting…**: the next deployment replaces it.\n\nYou need the permission `deployments.deployment.override`. Slipway observes the environment first. It rejects the request if a deployment is in progress there, if the target doesn't answer, or if the running version has changed since you loaded the page. In that case, reload the page and decide again.\n\nThe tab _Drift_ of the deployments page lists the drift of all services."
  },
  {
    "id": "quarantine",
    "level": 3,
    "title": "Quarantine",
    "text": "**Cause:** Someone quarantined this version. The blocker shows the reason.\n\n**What to do:** Deploy another version. If the reason no longer applies, lift the quarantine; you need `deployments.version.quarantine`. A quarantined version can't be restored by a rollback either."
  },
  {
    "id": "unobserved",
    "level": 3,
    "title": "Unobserved",
    "text": "The portal shows this blocker as _Not observed_.\n\n**Cause:** Slipway can't see what is running in the environment, so it doesn't start anything. Either the target doesn't answer, or the deployment can't be planned any more: the service left the catalog, no golden path matches it, the configuration changed, or a template of a step or check can't be filled in. The blocker shows the error.\n\n**What to do:** Fix the cause. Slipway tries again every 30 s."
  },
  {
    "id": "a-deployment-is-waiting",
    "level": 2,
    "title": "A deployment is waiting",
    "text": "While a deployment is waiting, it owns its environment. It always has a deadline, set by `decideWithin` (24 hours by default). If nobody acts in time, `onFailure` of the step or the golden path applies, and `pause` then counts as `rollback`. Exceptions: a question whether to roll back ([Decision](#decision)), a [pause](#paused), and an [unknown outcome](#unknown-outcome)."
  },
  {
    "id": "decision",
    "level": 3,
    "title": "Decision",
    "text": "**Cause:** The deployment needs a person, because:\n\n- a check couldn't measure or has no clear verdict ([Check verdicts](#check-verdicts)),\n- a staged rollout must be promoted, or its analysis has no clear result,\n- a step failed, and its `onFailure` is `pause`,\n- a rollback would have to go past a step that can't be undone (`changes: irreversible`), or\n- there is no version to roll back to.\n\n**What to do:** Choose one of the buttons on the deployment's page. Each shows what it will do. If you continue without a passed check, the result is recorded as `overridden`, and the version doesn't count as last known good. If you are asked whether to roll back and nobody decides in time, the deployment ends as failed. You need `deployments.deployment.control`."
  },
  {
    "id": "paused",
    "level": 3,
    "title": "Paused",
    "text": "**Cause:** Someone pressed **Pause**. The step in progress was completed, and no new step starts. A staged rollout keeps its share of the traffic, and its analysis continues.\n\n**What to do:** Press **Resume**. If nobody resumes it in time, the deployment is rolled back, or ends as failed if nothing can be rolled back or the golden path has `onFailure: fail`."
  },
  {
    "id": "unknown-outcome",
    "level": 3,
    "title": "Unknown outcome",
    "text": "**Cause:** Slipway asked the provider three times to stop a step, and got no confirmation. The step may still be changing the environment, so nothing else may start there. Slipway keeps asking.\n\n**What to do:**\n\n1. Check the system behind the target: is it still changing anything?\n2. If the system was down, restore it. Slipway asks again and continues automatically.\n3. If nothing is changing any more and the provider still can't confirm it, press **Abandon the deployment**. You need `deployments.deployment.abandon`. This releases the environment and places a [hold](#hold), so that nothing starts before someone has checked it.\n\nThis button is shown only while an outcome is unknown. In every other case, cancel the deployment instead."
  },
  {
    "id": "waiting-elsewhere",
    "level": 3,
    "title": "Waiting elsewhere",
    "text": "**Cause:** A step can't continue until somebody or something outside Slipway acts, for example until a person reviews a change or lifts a pause in another tool. The blocker shows what it waits for, whom to ask, and where.\n\n**What to do:** Act there; the step then continues by itself. This time doesn't count against the step's `timeout`. If nobody acts within `decideWithin`, Slipway cancels the step, and its `onFailure` applies. You can also cancel the deployment. A step of a rollback that waits for too long is tried again."
  },
  {
    "id": "step-overdue",
    "level": 3,
    "title": "Step overdue",
    "text": "**Cause:** A step has been running for longer than its `timeout`. Slipway has asked it to stop, but the system behind it doesn't answer.\n\n**What to do:** Read the step's log and check that system. If the step works but is slow, raise its `timeout`. If its outcome stays unknown, see [Unknown outcome](#unknown-outcome)."
  },
  {
    "id": "check-verdicts",
    "level": 2,
    "title": "Check verdicts",
    "text": "A check passes only if its measurements passed. The page shows each measured value next to its threshold."
  },
  {
    "id": "verdict-failed",
    "level": 3,
    "title": "Verdict failed",
    "text": "**Cause:** Measurements missed the threshold for at least `failFor`.\n\n**What to do:** The step's `onFailure` applies; by default traffic returns to the previous version. Check the values on the page, fix the version, and lift the [hold](#hold). If the threshold is too strict, change the check. A step's `retry` doesn't run a check again after the verdict `failed`."
  },
  {
    "id": "verdict-error",
    "level": 3,
    "title": "Verdict error",
    "text": "**Cause:** The check couldn't measure: there were more errors in a row than `tolerate.errors` allows. Typically, the provider doesn't answer, a secret is missing, the response has no value to compare, or the provider reports no sample size although the check has `minSamples`.\n\n**What to do:** Fix the provider or the check, then press **Retry “_step_”** on the deployment's page. An error never counts as passed."
  },
  {
    "id": "verdict-inconclusive",
    "level": 3,
    "title": "Verdict inconclusive",
    "text": "**Cause:** There was too little data: no traffic, fewer samples than `minSamples`, or the data ended before the step did.\n\n**What to do:** Press **Retry “_step_”** when there is traffic, or **Continue without “_step_”** and give a reason. If this happens often, check for longer (`for`), lower `minSamples`, or set `noData: fail` if missing data should count as a failure."
  },
  {
    "id": "rollbacks",
    "level": 2,
    "title": "Rollbacks",
    "text": ""
  },
  {
    "id": "rollback-failed",
    "level": 3,
    "title": "Rollback failed",
    "text": "**Cause:** A step of the rollback failed, or the checks after it did, so a bad version may be running in the environment. The deployment's message names the step. Slipway tries each step several times within a few minutes: restoring a version up to five times, other steps up to three times. If the target can't tell what to restore, or doesn't show the previous version within a minute (five with `observe`), Slipway deploys that version again. It doesn't retry a failed verdict or an error that isn't retryable. The rollback also fails if the version that it should restore was stopped or quarantined in the meantime.\n\n**What to do:**\n\n1. Check the environment: which versions are running, and which of them get traffic?\n2. Repair the system behind the target.\n3. Roll back again from the service's page and choose a version, or deploy a fixed version. The hold doesn't block a rollback; a normal deployment needs the hold to be lifted first.\n4. If the environment's target is unreachable, the new rollback is queued and starts when the target answers."
  },
  {
    "id": "rollback-refused",
    "level": 3,
    "title": "Rollback refused",
    "text": "| the portal says                                                     | what to do                                                         |\n| ------------------------------------------------------------------- | ------------------------------------------------------------------ |\n| the deployment is still in progress                                 | roll back that deployment on its page                              |\n| it is already being rolled back, or a rollback is running           | wait until it ends                                                 |\n| it changed nothing, or it has already been rolled back              | nothing to do                                                      |\n| a later deployment followed it                                      | roll back the later one                                            |\n| the plan or the deployment has changed since you opened it          | check the new plan, see [Plan has changed](#plan-has-changed)      |\n| no earlier version is known to be good                              | choose one of the versions that ran there before                   |\n| the version is [quarantined](#quarantine)                           | choose another version                                             |\n| the version never ran there, or its deployment there didn't succeed | deploy it instead of rolling back to it                            |\n| there is no version before this one                                 | deploy a fixed version, or remove the service from the environment |"
  },
  {
    "id": "watch-breached",
    "level": 3,
    "title": "Watch breached",
    "text": "After the deployment, a check of the version failed for long enough, and the page shows which one. If Slipway could not roll back by itself, the page says why:\n\n| why                                                                  | what to do                                                             |\n| -------------------------------------------------------------------- | ---------------------------------------------------------------------- |\n| the golden path says `ask`                                           | roll back on the card of the environment, or deploy a fixed version    |\n| another deployment is queued or in progress                          | decide whether that one fixes it; if not, cancel it and then roll back |\n| the watched version is not running, or not the only one              | resolve the [drift](#drift), then roll back                            |\n| a step can't be undone                                               | check that the previous version still works, then roll back            |\n| there is no version before it, or no earlier one is known to be good | see [Rollback refused](#rollback-refused)                              |\n\nThe version stays marked until another one is deployed."
  },
  {
    "id": "refused-requests",
    "level": 2,
    "title": "Refused requests",
    "text": ""
  },
  {
    "id": "not-permitted",
    "level": 3,
    "title": "Not permitted",
    "text": "**Cause:** You don't have the permission that the message names. Permissions can depend on the service's owner, the environment and its tier, so you may be allowed to deploy to staging but not to production.\n\n**What to do:** Ask the people who maintain your portal's permission policy (Permissions).\n\nWith status **401**, the token is missing or has expired: sign in again, or send a valid token.\n\nIf the message says that a **signed-in user** is needed, the request came with a service's token. Approving, rejecting, deciding, skipping a step, overriding, abandoning, deploying a hotfix, resolving drift, lifting a hold or a quarantine, and opening, resolving or linking incidents need a signed-in user.\n\nIf a service or a deployment is **not found** although it exists, you may not have permission to read it, or the catalog hides it from you."
  },
  {
    "id": "hold-cannot-be-lifted",
    "level": 3,
    "title": "Hold cannot be lifted",
    "text": "| symptom                              | cause and what to do                                                                                        |\n| ------------------------------------ | ----------------------------------------------------------------------------------------------------------- |\n| the button is missing or disabled    | you need the permission `deployments.hold.lift` for this service and environment                            |\n| 403 from a script                    | lifting a hold needs a signed-in user: use a user's token                                                   |\n| 409: there is no hold                | someone else has already lifted it; reload the page                                                         |\n| the hold is back after you lifted it | the next deployment has also failed or been rolled back, and Slipway has placed a new hold: read its reason |\n| it is lifted, but nothing starts     | check the remaining blockers, see [A deployment doesn't start](#a-deployment-doesnt-start)                  |"
  },
  {
    "id": "plan-has-changed",
    "level": 3,
    "title": "Plan has changed",
    "text": "**Cause:** Between opening the dialog and confirming, something changed: another version is running, the configuration changed, or the deployment has progressed. The request is rejected with 409, and nothing is done.\n\n**What to do:** Check the new plan and confirm it. In a script, plan again and send the new `planHash` or `expectedSeq`."
  },
  {
    "id": "key-was-used-before",
    "level": 3,
    "title": "Key was used before",
    "text": "**Cause:** An `Idempotency-Key` or `commandId` was sent earlier with a different request.\n\n**What to do:** Use a new key for a new request, and the same key only to repeat the same request."
  },
  {
    "id": "invalid-request",
    "level": 3,
    "title": "Invalid request",
    "text": "**Cause:** A field of the request is missing, unknown or wrong, the body isn't valid JSON, or it is larger than 1 MB. The message names the field or the limit.\n\n**What to do:** Correct the request and send it again. The OpenAPI document describes each field (API). If a page of the portal caused the error, reload the page: it may be older than the backend."
  },
  {
    "id": "unknown-service-version-or-environment",
    "level": 3,
    "title": "Unknown service, version or environment",
    "text": "**Cause:** The service isn't in the catalog, no golden path matches it, the version isn't registered, or the environment isn't in `deployments.environments`. Or it exists, but you don't have permission to read it ([Not permitted](#not-permitted)).\n\n**What to do:** Check the entity ref. Register the version with `POST /services/{ref}/versions`. Check the golden path's `for`, or set the annotation `slipway/golden-path`."
  },
  {
    "id": "the-backend-doesnt-start",
    "level": 2,
    "title": "The backend doesn't start",
    "text": "If the plugin can't start, the log has one error that says why. To keep the rest of the portal running meanwhile, set `backend.startup.plugins.deployments.onPluginBootFailure: continue`."
  },
  {
    "id": "configuration-errors",
    "level": 3,
    "title": "Configuration errors",
    "text": "**Cause:** `deployments:` in `app-config.yaml` is invalid. The error lists **all** mistakes with their config paths, and suggests the nearest known name for a typo.\n\n**What to do:** Fix each path. If a key seems to be missing, check whether its `${VARIABLE}` is set. If a target, a check provider or a step kind is unknown, install its backend module. To find errors before they are merged, validate in pull requests."
  },
  {
    "id": "database-in-use",
    "level": 3,
    "title": "Database in use",
    "text": "**Cause:** Another process has the SQLite file open. On SQLite only one backend can run.\n\n**What to do:** Stop the other process; if a backend has crashed, check that its process is gone. For several replicas, use PostgreSQL."
  },
  {
    "id": "data-directory-in-use",
    "level": 3,
    "title": "Data directory in use",
    "text": "**Cause:** Two backends use the same data directory of the local target. The error names the process that uses it.\n\n**What to do:** Stop that process, or set `deployments.local.dataDir` to another folder."
  },
  {
    "id": "database-of-a-newer-version",
    "level": 3,
    "title": "Database of a newer version",
    "text": "**Cause:** A newer version of the plugin has migrated the database.\n\n**What to do:** Start the newer version, or go back to the previous version."
  },
  {
    "id": "queue-schema",
    "level": 3,
    "title": "Queue schema",
    "text": "**Cause:** On PostgreSQL, the database role can't create the schema or the tables of the wake-up queue, or a newer version created them.\n\n**What to do:** Run one of the statements that the error prints, or set `deployments.engine.queue.schema`. See ADR 0004."
  },
  {
    "id": "unsupported-database",
    "level": 3,
    "title": "Unsupported database",
    "text": "**Cause:** The plugin works on PostgreSQL (`pg`) and SQLite (`better-sqlite3`) only, or the SQLite file doesn't accept `journal_mode = WAL` and `synchronous = FULL`.\n\n**What to do:** Change `backend.database.client`. Put the SQLite file on a local disk."
  },
  {
    "id": "the-engine",
    "level": 2,
    "title": "The engine",
    "text": "Health is at `GET /api/deployments/health` and on `/deployments/admin`. See Observe the engine."
  },
  {
    "id": "work-not-picked-up",
    "level": 3,
    "title": "Work not picked up",
    "text": "**Symptom:** Health has the reason `work_not_picked_up`; the alert `SlipwayWorkNotPickedUp` fires.\n\n**Cause:** Work has been due for more than 30 s and no replica has claimed it. Either no replica is alive, or all are at their limit (`deployments.engine.concurrency`), or the deployment needs a newer version of the plugin, or each attempt fails with an error in the log.\n\n**What to do:** Open /deployments/admin. Look at _Replicas_ (columns _State_ and _Deployments_) and _Stuck_, then read the backend's log. Restarting a replica loses nothing."
  },
  {
    "id": "no-replica",
    "level": 3,
    "title": "No replica",
    "text": "**Symptom:** Health has the reason `no_replica`; the alert `SlipwayNoReplica` fires.\n\n**Cause:** The backend answers, but its engine didn't start or has lost its registration in the database.\n\n**What to do:** Read the backend's log from its start. On PostgreSQL, check that connections outside the pool are possible."
  },
  {
    "id": "database-unreachable",
    "level": 3,
    "title": "Database unreachable",
    "text": "**Symptom:** Health has the reason `database_unreachable` and returns 503; the log has connection errors.\n\n**Cause:** PostgreSQL is down, restarting, out of connections, or not reachable over the network.\n\n**What to do:** Restore it. Replicas reconnect automatically, claim their work again and repeat interrupted calls with the same idempotency keys. If it happens with a healthy server, compare `max_connections` with what the replicas need."
  },
  {
    "id": "disk-full",
    "level": 3,
    "title": "Disk full",
    "text": "**Symptom:** Health has the reason `writes_failing` (503) or `writes_failed` (200, a recent write failed and later ones succeeded). Requests that change something fail with 5xx; reads still work.\n\n**Cause:** The database rejects writes: its disk is full, or it is read-only (for example after a failover). `writes.lastError` has the database's error.\n\n**What to do:** Free disk space, or point the portal to the writable server. Acknowledged changes are safe, and work resumes within 15 s after writes succeed. To keep the data small, shorten retention."
  },
  {
    "id": "polling",
    "level": 3,
    "title": "Polling",
    "text": "**Symptom:** Health is `degraded` with the reason `polling`; the alert `SlipwayPolling` fires.\n\n**Cause:** A pooler sends each transaction over a different connection (PgBouncer in transaction mode), so `LISTEN` and session locks don't work.\n\n**What to do:** Nothing breaks, but replicas poll for work twice a second, and a dead replica is noticed only when its lease expires. Use session mode or a direct connection for this plugin. Replicas check once a minute whether sessions work again."
  },
  {
    "id": "messages-not-delivered",
    "level": 3,
    "title": "Messages not delivered",
    "text": "**Symptom:** Health has the reason `outbox_stuck` or `outbox_failing`; pages don't refresh and nobody is notified.\n\n**Cause:** `outbox_failing`: the signals or notifications plugin rejects messages. `outbox_stuck`: no replica delivers messages.\n\n**What to do:** Read the log for the other plugin's error. If no replica delivers, restart the backend. A message is dropped, with a log line, after 20 attempts. Deployments don't wait for messages."
  },
  {
    "id": "audit-entries-not-sealed",
    "level": 3,
    "title": "Audit entries not sealed",
    "text": "**Symptom:** Health has the reason `audit_stuck`.\n\n**Cause:** New audit entries haven't been added to the hash chain for 2 minutes.\n\n**What to do:** Look for _could not be sealed_ in the backend's log. Until entries are sealed, a change to them can't be detected."
  },
  {
    "id": "deployments-of-a-newer-version",
    "level": 3,
    "title": "Deployments of a newer version",
    "text": "**Symptom:** _Started by a newer version_ on `/deployments/admin`, or a command is rejected with 503.\n\n**Cause:** A newer version of the plugin has worked on the deployment, and the replica that answered is older.\n\n**What to do:** Send the command again; a newer replica will answer. Complete the upgrade."
  },
  {
    "id": "5xx-responses",
    "level": 2,
    "title": "5xx responses",
    "text": "| status and message                          | cause                                             | what to do                                                                        |\n| ------------------------------------------- | ------------------------------------------------- | --------------------------------------------------------------------------------- |\n| 500 with a reference                        | an unexpected error                               | search the backend's log for the reference                                        |\n| The backend could not be reached            | the backend or the network is down                | try again in a moment; see [The backend doesn't start](#the-backend-doesnt-start) |\n| 503: the catalog is not available           | the catalog is down or slow                       | repair the catalog; running deployments continue                                  |\n| 503: the plugin is starting, or is stopping | a restart                                         | try again in a moment                                                             |\n| 503: a newer version                        | a rolling upgrade                                 | try again, see [Deployments of a newer version](#deployments-of-a-newer-version)  |\n| 503: the environment can't be observed      | the target doesn't answer                         | see [Unobserved](#unobserved)                                                     |\n| 503 or 429: limit of event streams          | too many open pages or scripts follow deployments | close some, or read the events as JSON                                            |\n| 503 from `/health`                          | the engine is `stalled`                           | see [The engine](#the-engine)                                                     |\n| 504 from a proxy in front of the portal     | the proxy's timeout is shorter than the request   | raise it; for a stream of events, turn off response buffering                     |\n\nIf a service on the **local target** returns an error, the message says which part is at fault:\n\n| status | cause                                                                                   | what to do                                                                     |\n| ------ | --------------------------------------------------------------------------------------- | ------------------------------------------------------------------------------ |\n| 502    | the instance closed the connection or refused it                                        | read the instance's log                                                        |\n| 503    | nothing is deployed there, or this share of the traffic isn't assigned to a version yet | deploy a version, or wait until the running deployment has shifted the traffic |\n| 504    | the instance didn't answer within the proxy's request timeout                           | read the instance's log                                                        |"
  },
  {
    "id": "delivery-metrics",
    "level": 2,
    "title": "Delivery metrics",
    "text": ""
  },
  {
    "id": "no-delivery-data",
    "level": 3,
    "title": "No delivery data",
    "text": "**Symptom:** A card says _Insufficient data (n = 0)_.\n\n| cause                                                     | what to do                                                                                  |\n| --------------------------------------------------------- | ------------------------------------------------------------------------------------------- |\n| no deployment of the chosen tier ended in the range       | choose another range or tier; only `production` counts by default                           |\n| the environment has no tier                               | set its tier in `deployments.dora.tiers`; _Data quality_ lists such environments            |\n| pipelines outside the portal don't report                 | report deployments                                          |\n| events were rejected or belong to no known service        | see [Dead-letter events](#dead-letter-events)                                               |\n| no lead time: versions without commits or author times    | register versions with their commits; it takes a second deployment of a service to have any |\n| no recovery time: nothing failed, or no incident is known | report incidents, or open them in the portal                                                |\n| you don't see the service                                 | you may not have permission to read it                                                      |\n\nEach number leads to its rows, and each row shows whether it counted and why. New events are counted within a few seconds."
  },
  {
    "id": "dead-letter-events",
    "level": 3,
    "title": "Dead-letter events",
    "text": "**Symptom:** _Events that could not be processed_ lists events as unmapped or rejected.\n\n| status     | cause                                                                                   | what to do                                                                                                    |\n| ---------- | --------------------------------------------------------------------------------------- | ------------------------------------------------------------------------------------------------------------- |\n| `unmapped` | no service in the catalog has the name that the source uses, or several have it         | add the annotation `slipway/dora-name` to the service, or name it by its entity ref; then reprocess the event |\n| `rejected` | a field is missing or wrong, a time has no zone, or it is more than a day in the future | fix the source and send the event again with the same id                                                      |\n\nYou need `deployments.dora.manage` to see and reprocess events. How long they are stored is set by `deployments.retention.deadLetters`."
  },
  {
    "id": "webhook-rejected",
    "level": 3,
    "title": "Webhook rejected",
    "text": "| status | cause                                                                            | what to do                                                                                                                                                        |\n| ------ | -------------------------------------------------------------------------------- | ----------------------------------------------------------------------------------------------------------------------------------------------------------------- |\n| 401    | the signature or the token is missing or wrong                                   | use the same secret in the tool and in app-config. GitHub and PagerDuty sign the body, so a proxy must not change it. Others send `Authorization: Bearer <token>` |\n| 404    | app-config has no source of that name with a secret                              | compare the URL with `deployments.dora.sources`                                                                                                                   |\n| 400    | the body isn't JSON, or isn't a webhook of this tool                             | choose the content type `application/json`; for CDEvents send a CloudEvent 1.0 in JSON                                                                            |\n| 413    | the body is larger than 25 MB                                                    | send less at a time                                                                                                                                               |\n| 429    | this address sent 20 requests without a valid signature or token within a minute | fix the secret and wait for the time in `Retry-After`. Behind a proxy, set `backend.trustProxy`; otherwise all senders share one address                          |"
  }
] as const;
