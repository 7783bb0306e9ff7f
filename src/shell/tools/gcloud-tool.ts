import type { Tool } from '../tool.ts';
import { completeGcloud } from './gcloud/completion.ts';
import { runGcloud } from './gcloud/gcloud.ts';

export const gcloud: Tool = {
  name: 'gcloud',
  summary: 'Google Cloud: load balancer, its log, network endpoint groups, clusters',
  help: () => `Usage: gcloud GROUP... COMMAND [NAME] [FLAGS]; --help after any of them says more.

  gcloud logging read 'resource.type="http_load_balancer" AND httpRequest.status>=500' --limit=5
  gcloud logging read 'httpRequest.status=502' --freshness=10m --format='value(timestamp,jsonPayload.statusDetails)'
  gcloud compute backend-services list
  gcloud compute backend-services describe NAME --global
  gcloud compute backend-services get-health NAME --global
  gcloud compute url-maps describe NAME
  gcloud compute url-maps export NAME --destination=url-map.yaml
  gcloud compute url-maps import NAME --source=url-map.yaml --quiet
  gcloud compute network-endpoint-groups list
  gcloud compute network-endpoint-groups list-network-endpoints NAME --zone=ZONE
  gcloud container clusters list
  gcloud container clusters get-credentials CLUSTER --region=REGION

Simulated: the commands above; --format json, yaml, value(KEYS), csv(KEYS), table(KEYS) with basename() and :label; --filter without OR; --limit.
logging read has the load balancer's requests: AND, OR, NOT, brackets; = != : =~ !~ < <= > >=; severity, timestamp, httpRequest.*, jsonPayload.*, resource.*.
url-maps import changes the retry policy (defaultRouteAction.retryPolicy with numRetries and retryConditions: [gateway-error]; without it there are no
retries) and nothing else. It asks first unless --quiet; this terminal cannot answer, which is yes. What else the real gcloud has is refused by name.
`,
  run: (args, context) => runGcloud(args, context),
  complete: (words, port) => completeGcloud(words, port),
};
