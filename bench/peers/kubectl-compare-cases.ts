/** Command lines that the real kubectl and ours must answer alike. Names are those of `test/kube/fleet-fixture.ts`. */
const POD = 'playlist-7c5ddbdf54-2xk9p';

export const CASES: readonly string[] = [
  // Tables, names and selectors.
  'kubectl get pods', 'kubectl get pods -o wide', 'kubectl get po --no-headers', 'kubectl get pods --show-labels', 'kubectl get pods -L app,pod-template-hash', 'kubectl get pods -A', 'kubectl get pods -A -o wide',
  'kubectl get deploy', 'kubectl get deployments.apps -o wide', 'kubectl get rs', 'kubectl get rs -o wide', 'kubectl get nodes', 'kubectl get nodes -o wide', 'kubectl get svc', 'kubectl get svc -o wide',
  'kubectl get endpoints', 'kubectl get events', 'kubectl get events -o wide', 'kubectl get hpa', 'kubectl get ns', 'kubectl get endpointslices', 'kubectl get all', 'kubectl get pods,svc', 'kubectl get deploy,rs -A', 'kubectl get all -A',
  `kubectl get pod ${POD}`, `kubectl get pod/${POD} deploy/playlist`, `kubectl get pods ${POD} nope`, 'kubectl get pods nope', 'kubectl get deploy nope', 'kubectl get pods nope --ignore-not-found',
  'kubectl get pods -l app=playlist', "kubectl get pods -l 'app in (playlist,auth),pod-template-hash!=5d8c9f7b64'", "kubectl get pods -l '!app'", 'kubectl get pods -l app=nothing', "kubectl get pods -l 'app in (a' ", "kubectl get pods -l 'a b'",
  'kubectl get pods --field-selector status.phase=Running', 'kubectl get pods -n default', 'kubectl get cm', 'kubectl get pods --show-kind', 'kubectl get pods -o name', 'kubectl get deploy,svc,hpa -o name',
  'kubectl get pods --sort-by=.metadata.name', 'kubectl get pods --sort-by=.status.podIP', "kubectl get pods --sort-by='{.status.containerStatuses[0].restartCount}'", 'kubectl get events --sort-by=.lastTimestamp', 'kubectl get pods --sort-by=.foo',
  // Documents and templates.
  `kubectl get pod ${POD} -o yaml`, `kubectl get pod ${POD} -o json`, 'kubectl get pods -o json', 'kubectl get deploy playlist -o yaml', 'kubectl get deploy -o json', 'kubectl get rs -o yaml', 'kubectl get nodes -o yaml', 'kubectl get svc -o yaml',
  'kubectl get endpoints -o json', 'kubectl get hpa -o yaml', 'kubectl get events -o yaml', 'kubectl get ns -o json', 'kubectl get pods -n default -o json', 'kubectl get pods,svc -o json',
  "kubectl get pods -o jsonpath='{.items[*].metadata.name}'", `kubectl get pod ${POD} -o jsonpath='{.status.phase}'`, `kubectl get pods -o jsonpath='{range .items[*]}{.metadata.name}{"\\t"}{.status.podIP}{"\\n"}{end}'`,
  `kubectl get pods -o 'jsonpath={.items[?(@.status.phase=="Running")].metadata.name}'`, "kubectl get pods -o jsonpath='{.items[0].spec.containers[0].resources}'", "kubectl get pods -o jsonpath='{.items[0:2].metadata.name}'",
  "kubectl get pods -o jsonpath='{.items[-1:].metadata.name}'", "kubectl get pods -o jsonpath='{.items[0].metadata.labels}'", "kubectl get pods -o jsonpath='{..image}'", "kubectl get pods -o jsonpath='{.items[*].status.containerStatuses[*].restartCount}'",
  "kubectl get deploy playlist -o jsonpath='{.metadata.annotations.deployment\\.kubernetes\\.io/revision}'", "kubectl get deploy playlist -o jsonpath='{.status.conditions[?(@.type==\"Available\")].status}'", "kubectl get pods -o jsonpath='{.items[0].nothing}'",
  "kubectl get pods -o jsonpath='{.items[*'", "kubectl get pods -o jsonpath='{.items[99].metadata.name}'", "kubectl get pods -o jsonpath='{range .items[*]}{.metadata.name}'", 'kubectl get pods -o jsonpath=',
  'kubectl get pods -o custom-columns=NAME:.metadata.name,IP:.status.podIP,NODE:.spec.nodeName', 'kubectl get pods -o custom-columns=NAME:.metadata.name,NONE:.foo.bar,LIM:.spec.containers[*].resources.limits --no-headers',
  'kubectl get pods -o custom-columns=NAME', 'kubectl get pods -o custom-columns=', 'kubectl get pods -o nonsense', 'kubectl get deploy playlist -o custom-columns=R:.spec.replicas,C:.status.conditions',
  // Describe.
  `kubectl describe pod ${POD}`, 'kubectl describe pods', 'kubectl describe pod playlist-7c', 'kubectl describe deploy playlist', 'kubectl describe rs', 'kubectl describe svc playlist', 'kubectl describe hpa', 'kubectl describe nodes',
  'kubectl describe pod nope', 'kubectl describe pods -l app=none', 'kubectl describe', `kubectl describe pod ${POD} --show-events=false`, 'kubectl describe ns wavelength', 'kubectl describe foo',
  // Rollouts.
  'kubectl rollout history deploy/playlist', 'kubectl rollout history deploy/playlist --revision=13', 'kubectl rollout history deploy/playlist --revision=14', 'kubectl rollout history deploy/playlist --revision=99', 'kubectl rollout history deploy nope',
  'kubectl rollout history', 'kubectl rollout status deploy/playlist -w=false', 'kubectl rollout status deploy/playlist --revision=3 -w=false', 'kubectl rollout status deploy nope', 'kubectl rollout status', 'kubectl rollout foo',
  'kubectl rollout undo deploy/playlist', 'kubectl rollout undo deploy/playlist --to-revision=12', 'kubectl rollout undo deploy/playlist --to-revision=14', 'kubectl rollout undo deploy/playlist --to-revision=99', 'kubectl rollout undo deploy nope', 'kubectl rollout undo',
  'kubectl rollout undo svc/playlist', 'kubectl rollout restart deploy/playlist', 'kubectl rollout restart deploy', 'kubectl rollout restart deploy nope', 'kubectl rollout pause deploy/playlist', 'kubectl rollout resume deploy/playlist', 'kubectl rollout restart svc playlist',
  'kubectl rollout pause svc playlist', 'kubectl rollout status svc playlist', 'kubectl rollout history svc playlist', 'kubectl rollout restart',
  // Scale, set, delete.
  'kubectl scale deploy/playlist --replicas=6', 'kubectl scale deployment playlist --replicas 4', 'kubectl scale --replicas=3 deploy/playlist --current-replicas=9', 'kubectl scale deploy playlist', 'kubectl scale --replicas=3', 'kubectl scale deploy nope --replicas=3',
  'kubectl scale deploy --replicas=3', 'kubectl scale deploy/playlist --replicas=-1', 'kubectl scale deploy/playlist --replicas=abc', 'kubectl scale deploy --all --replicas=3',
  'kubectl set image deploy/playlist playlist=example/playlist:v1', 'kubectl set image deploy/playlist nope=example/playlist:v1', 'kubectl set image deploy/playlist', 'kubectl set image', 'kubectl set image deploy/nope playlist=x:1', 'kubectl set image deployment playlist *=x:2',
  'kubectl set env deploy/playlist DB_POOL_MAX=40', 'kubectl set env deploy/playlist DB_POOL_MAX-', 'kubectl set env deploy/playlist --list', 'kubectl set env deploy/playlist', 'kubectl set env', 'kubectl set env deploy/nope A=b', 'kubectl set env deploy/playlist 1A=b',
  'kubectl set env deploy/playlist A=b --list', 'kubectl set env deploy --all A=b', 'kubectl set foo',
  `kubectl delete pod ${POD} --wait=false`, 'kubectl delete pod nope', 'kubectl delete pods -l app=playlist --wait=false', `kubectl delete pod ${POD} --force --wait=false`, `kubectl delete pod ${POD} --force --grace-period=0 --wait=false`, `kubectl delete pod ${POD} --now --wait=false`, 'kubectl delete pod', 'kubectl delete',
  'kubectl delete pods -l app=none', `kubectl delete pod/${POD} pod/nope --wait=false`, `kubectl delete pod ${POD} --grace-period=0 --wait=false`, 'kubectl delete pod nope --ignore-not-found',
  // Usage, logs, the rest.
  'kubectl top pods', 'kubectl top pod --containers', 'kubectl top pods --sort-by=cpu', 'kubectl top pods --sort-by=memory --no-headers', 'kubectl top pods --sort-by=foo', 'kubectl top nodes', 'kubectl top node --sort-by=cpu', 'kubectl top pods -l app=none', 'kubectl top pods -A',
  'kubectl top pods --sum', 'kubectl top pods -l app=playlist', 'kubectl top node nope',
  'kubectl logs', 'kubectl logs nope', `kubectl logs ${POD} -c nope`, 'kubectl logs deploy/nope', `kubectl logs ${POD} --tail=-5`, 'kubectl logs -l app=none', `kubectl logs ${POD} --since=abc`, `kubectl logs ${POD} --since=5`, `kubectl logs ${POD} -l app=playlist`, 'kubectl logs foo/bar',
  'kubectl events', 'kubectl events --types=Warning', 'kubectl events --types=Foo', `kubectl events --for pod/${POD}`, 'kubectl events -A', 'kubectl events --for deploy/playlist', 'kubectl events -n default', 'kubectl events --no-headers', 'kubectl events --for nonsense',
  'kubectl api-resources -o name --api-group=apps', 'kubectl exec', 'kubectl exec nope -- ls', `kubectl exec ${POD}`, 'kubectl auth can-i', 'kubectl explain',
  // Wrong words.
  'kubectl foo', 'kubectl get', 'kubectl get foo', 'kubectl get pods --foo', 'kubectl get pods -x', 'kubectl get pods -n', 'kubectl get pods --namespace', 'kubectl get pods -o', 'kubectl get pods --watch=maybe', 'kubectl get pod/a b', 'kubectl get pod/', 'kubectl get pod/a/b', 'kubectl --foo', 'kubectl -n wavelength get deploy',
  'kubectl get pods --context=nope', 'kubectl get pods -l app=playlist nope', `kubectl get pod ${POD} -A`, 'kubectl rollout status deploy/playlist --timeout=abc', 'kubectl get pods,foo', 'kubectl get svc/playlist pod', 'kubectl get pods -w=false', 'kubectl get pods -nwavelength',
  'kubectl config use-context nope', 'kubectl version -o foo', 'kubectl get pods --sort-by=[',
];
