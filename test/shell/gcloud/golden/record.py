"""Records what the real gcloud answers, into gcloud-528.txt: its APIs are a stub on the loopback that serves fixture.json, credentials are off.
Files that are imported are those of source-files.json.

    python3 record.py        (Google Cloud SDK 528 on the PATH; nothing leaves this machine)

Left out of what is recorded: colours, the remark that credentials are off, the dots of a wait that is not on a terminal, and the dump of the
JSON schema in a validation error.
"""
import json, os, re, shlex, subprocess, tempfile, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).parent
FIXTURE = json.loads((HERE / 'fixture.json').read_text())
PROJECT = 'wavelength-prod'
SERVICE = FIXTURE['backendService']['name']
GROUP = FIXTURE['groups'][0]['name']
COMMANDS = [
    'compute backend-services list', 'compute backend-services describe', 'compute backend-services get-health', 'compute url-maps list',
    'compute url-maps describe', 'compute url-maps export', 'compute url-maps import', 'compute network-endpoint-groups list',
    'compute network-endpoint-groups list-network-endpoints', 'container clusters list', 'container clusters get-credentials', 'logging read',
]
READ = "logging read 'resource.type=\"http_load_balancer\"'"
IMPORT = 'compute url-maps import wavelength-lb'
LINES = [f'{command} -h' for command in COMMANDS] + [
    'compute backend-services list', 'compute backend-services list --format=json', "compute backend-services list --filter='name=nope'",
    'compute backend-services list --limit=x', 'compute backend-services list --limit=0', "compute backend-services list --format='value(name)'",
    "compute backend-services list --format='table(name,protocol:label=P,connectionDraining.drainingTimeoutSec)'",
    "compute backend-services list --format='csv(name,timeoutSec,enableCDN)'", "compute backend-services list --format='json(name,backends[].group)'",
    "compute backend-services list --format='yaml(name,backends[0].group.basename())'",
    "compute backend-services list --format='json(backends.group,backends[].capacityScaler)'", "compute backend-services list --format='value(backends)'",
    f'compute backend-services describe {SERVICE} --global', f'compute backend-services describe {SERVICE} --global --format=json',
    f'compute backend-services describe {SERVICE}', 'compute backend-services describe nope --global',
    f'compute backend-services describe {SERVICE} --region europe-west1', f'compute backend-services describe {SERVICE} --region r --global',
    f'compute backend-services get-health {SERVICE} --global', f'compute backend-services get-health {SERVICE} --global --format=json',
    'compute backend-services get-health nope --global', f'compute backend-services get-health {SERVICE}',
    'compute url-maps list', 'compute url-maps list --global --quiet', "compute url-maps list --filter='bogus=1 other=2'",
    "compute url-maps list --filter='name~^wave AND NOT name=nope'", "compute url-maps list --filter='name='",
    "compute url-maps list --filter='name~('", "compute url-maps list --filter='=x'", "compute url-maps list --filter='name=(a'",
    "compute url-maps list --filter='name!~^wave'", "compute url-maps list --filter='-name:lb'", "compute url-maps list --filter='nope!=x'",
    "compute url-maps list --filter='defaultRouteAction.retryPolicy.numRetries>0' --format='value(name)'",
    'compute url-maps describe wavelength-lb', 'compute url-maps describe wavelength-lb --format=json', 'compute url-maps describe nope',
    'compute url-maps describe', 'compute url-maps describe a b', 'compute url-maps describe a --bogus', 'compute url-maps describe a --project',
    'compute url-maps describe wavelength-lb --format=bogus', 'compute url-maps describe wavelength-lb --format=table',
    'compute url-maps export wavelength-lb', 'compute url-maps export nope', 'compute url-maps export wavelength-lb --destination=/nodir/x',
    'compute url-maps export wavelength-lb --destination=out.yaml',
    f'{IMPORT} --source=same.yaml', f'{IMPORT} --source=two.yaml', f'{IMPORT} --source=two.yaml --quiet', f'{IMPORT} --source=bare.yaml -q',
    f'{IMPORT} --source=named.yaml -q', f'{IMPORT} --source=nofile', f'{IMPORT} --source=word.yaml -q', f'{IMPORT} --source=half.yaml -q',
    f'{IMPORT} --source=field.yaml -q', f'{IMPORT} --source=condition.yaml -q', f'{IMPORT} --source=empty.yaml -q',
    'compute network-endpoint-groups list', "compute network-endpoint-groups list --filter='zone:us-central1-a' --format='value(name,zone.basename())'",
    f'compute network-endpoint-groups list-network-endpoints {GROUP} --zone europe-west1-b',
    f'compute network-endpoint-groups list-network-endpoints {GROUP} --zone europe-west1-b --format=json',
    f'compute network-endpoint-groups list-network-endpoints {GROUP}',
    'compute network-endpoint-groups list-network-endpoints nope --zone europe-west1-b',
    f'compute network-endpoint-groups list-network-endpoints {GROUP} --zone z --global',
    'container clusters list', 'container clusters list --region us-central1', "container clusters list --filter='name=x'",
    "container clusters list --format='value(name,location)' --filter='NOT name=wavelength-ew1'",
    "container clusters list --format='value(name)' --filter='name=(wavelength-ew1 wavelength-uc1)' --limit=1",
    "container clusters list --format='value(name)' --filter='currentNodeCount>=3 status=running'",
    'container clusters get-credentials wavelength-uc1 --region us-central1', 'container clusters get-credentials wavelength-uc1 -z us-central1',
    'container clusters get-credentials nope --region europe-west1', 'container clusters get-credentials wavelength-uc1 --location europe-west1',
    'container clusters get-credentials wavelength-ew1', 'container clusters get-credentials a --zone z --region r',
    READ, f'{READ} --format=json', f'{READ} --limit=1', f"{READ} --format='value(timestamp,httpRequest.status,jsonPayload.statusDetails,httpRequest.foo)'",
    f"{READ} --format='table(timestamp,httpRequest.status,jsonPayload.statusDetails:label=WHY)'",
    f"{READ} --format='table[no-heading](httpRequest.status,httpRequest.serverIp,httpRequest.foo)'",
    f"{READ} --format='csv(timestamp,httpRequest.userAgent,resource.labels)'", f"{READ} --format='value[separator=\",\"](timestamp,httpRequest.status)'",
    f"{READ} --format='json(timestamp,httpRequest.status)'", f"{READ} --format='json(httpRequest.foo,timestamp)' --limit=1",
    f"{READ} --format='yaml(resource.labels.zone,jsonPayload)' --limit=1", f"{READ} --format='value(httpRequest)' --limit=1",
    f"{READ} --format='table(resource.type,resource.labels.zone,severity)' --limit=1", f"{READ} --format=none", f"{READ} --format='value('", f"{READ} --format='value(timestamp:bogus=1)'",
    'logging read x --limit=x', 'logging read x --order=x', 'logging read x --freshness=abc', 'logging read x --freshness=1x', 'logging read a b',
    'logging read x --quiet=1', 'logging read x --zzz --yyyy',
]
FILES = json.loads((HERE / 'source-files.json').read_text())


def missing(name):
    message = f"The resource '{name}' was not found"
    return 404, {'error': {'code': 404, 'message': message, 'errors': [{'message': message, 'domain': 'global', 'reason': 'notFound'}]}}


def answer(method, path, body):
    name = 'projects/' + path.split('?')[0].split('/projects/')[-1]
    last = name.split('/')[-1]
    operation = {'kind': 'compute#operation', 'name': 'op', 'status': 'DONE', 'targetLink': FIXTURE['urlMap']['selfLink'],
                 'selfLink': f'https://www.googleapis.com/compute/v1/projects/{PROJECT}/global/operations/op'}
    if path.split('?')[0].endswith('entries:list'):
        return 200, {'entries': FIXTURE['entries'][: json.loads(body).get('pageSize', 1000)]}
    if '/operations/' in name or method == 'PATCH':
        return 200, operation
    if last == 'getHealth':
        return 200, next(one['status'] for one in FIXTURE['health'] if one['backend'] == json.loads(body)['group'])
    if last == 'listNetworkEndpoints':
        group = name.split('/')[-2]
        if group not in FIXTURE['endpoints']:
            return missing(name.removesuffix('/listNetworkEndpoints'))
        return 200, {'items': FIXTURE['endpoints'][group]}
    if name.endswith('locations/-/clusters'):
        return 200, {'clusters': FIXTURE['clusters']}
    if '/locations/' in name:
        place, wanted = re.search(r'/locations/([^/]*)/clusters/?(.*)$', name).groups()
        found = [one for one in FIXTURE['clusters'] if one['location'] == place and wanted in ('', one['name'])]
        if wanted == '':
            return 200, {'clusters': found}
        if found:
            return 200, {**found[0], 'masterAuth': {'clusterCaCertificate': 'Q0E='}}
        return 404, {'error': {'code': 404, 'message': f'Not found: {name}.', 'status': 'NOT_FOUND'}}
    listed = {'backendServices': [FIXTURE['backendService']], 'urlMaps': [FIXTURE['urlMap']], 'networkEndpointGroups': FIXTURE['groups']}
    if '/aggregated/' in name:
        scopes = {}
        for one in listed[last]:
            scope = re.sub('.*/(zones/[^/]*)$', r'\1', one['zone']) if 'zone' in one else 'global'
            scopes.setdefault(scope, {last: []})[last].append(one)
        return 200, {'items': scopes}
    if name.endswith(f'/global/{last}') and last in listed:
        return 200, {'items': listed[last]}
    for one in listed['backendServices'] + listed['urlMaps']:
        if one['selfLink'].endswith(name):
            return 200, one
    return missing(name)


class Stub(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do(self, method):
        body = self.rfile.read(int(self.headers.get('content-length') or 0)).decode()
        if '/batch' in self.path:
            boundary = re.search('boundary="?([^";]+)', self.headers['content-type']).group(1)
            out = ''
            for part in body.split('--' + boundary)[1:-1]:
                head, _, request = part.strip('\r\n').replace('\r\n', '\n').partition('\n\n')
                inner, path, *_ = request.split('\n', 1)[0].split(' ')
                code, value = answer(inner, path, request.partition('\n\n')[2])
                number = re.search('(?i)content-id: *<(.*)>', head).group(1)
                text = json.dumps(value)
                out += f'--b\r\nContent-Type: application/http\r\nContent-ID: <response-{number}>\r\n\r\nHTTP/1.1 {code} X\r\nContent-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n{text}\r\n'
            self.reply(200, 'multipart/mixed; boundary=b', out + '--b--')
        else:
            code, value = answer(method, self.path, body)
            self.reply(code, 'application/json', json.dumps(value))

    def reply(self, code, kind, text):
        self.send_response(code)
        self.send_header('content-type', kind)
        self.send_header('content-length', str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def do_GET(self):
        self.do('GET')

    def do_POST(self):
        self.do('POST')

    def do_PATCH(self):
        self.do('PATCH')


def plain(text):
    text = re.sub(r'\x1b\[[0-9;]*m', '', text).replace('. This command is unauthenticated because the [auth/disable_credentials] property is True.\n', '.\n')
    text = text.replace('. This command is unauthenticated because the [auth/disable_credentials] property is True', '')
    text = re.sub(r'Updating URL map\.\.\.\n\.+done\.', 'Updating URL map...done.', text)
    return re.sub(r'(in schema[^\n]*):\n    .*?\n\n(On instance)', r'\1\n\n\2', text, flags=re.S)


def main():
    server = ThreadingHTTPServer(('127.0.0.1', 0), Stub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f'http://127.0.0.1:{server.server_port}/'
    with tempfile.TemporaryDirectory() as home:
        work = Path(home, 'work')
        work.mkdir()
        for name, text in FILES.items():
            (work / name).write_text(text)
        env = {**os.environ, 'HOME': home, 'CLOUDSDK_CONFIG': f'{home}/config', 'CLOUDSDK_CORE_PROJECT': PROJECT, 'CLOUDSDK_AUTH_DISABLE_CREDENTIALS': '1',
               'CLOUDSDK_CORE_DISABLE_USAGE_REPORTING': '1', 'CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK': '1',
               'CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE': f'{address}compute/v1/', 'CLOUDSDK_API_ENDPOINT_OVERRIDES_CONTAINER': address,
               'CLOUDSDK_API_ENDPOINT_OVERRIDES_LOGGING': address}
        out = ''
        for line in LINES:
            ran = subprocess.run(['gcloud', *shlex.split(line)], env=env, cwd=work, capture_output=True, text=True, stdin=subprocess.DEVNULL)
            out += f'@@ gcloud {line}\n@@ exit {ran.returncode}\n{plain(ran.stdout)}@@ stderr\n{plain(ran.stderr)}'
        (HERE / 'gcloud-528.txt').write_text(out)


if __name__ == '__main__':
    main()
