import { describe, expect, it } from 'vitest';
import { createShell } from '../../src/shell/shell.ts';
import { logLine, staticPort } from './static-port.ts';

describe('shell', () => {
  it.each([
    ['echo hi | tr a-z A-Z', 'HI\n', '', 0],
    ['for i in 1 2 3; do echo -n $i; done; echo', '123\n', '', 0],
    ['seq 1 200 | cut -c1-330 | tail -1', '200\n', '', 0],
    ['nope', '', 'bash: nope: command not found\n', 127],
    ['exit 4', '', '', 4],
    ['whoami; hostname; pwd', 'ops\new1\n/home/ops\n', '', 0],
    ['date -u +%FT%T; date +%s', '2026-11-22T13:00:00\n1795352400\n', '', 0],
    ["date -d '5 minutes ago' +%H:%M", '12:55\n', '', 0],
    ['cat ~/runbooks/pool.md | head -1', '# Pool is full\n', '', 0],
    ['flags get home.recs', 'on\n', '', 0],
    ['top', '', 'top: the fleet does not run on this host; try: kubectl top pods, kubectl top nodes, watch kubectl top pods\n', 1],
    ['echo \'{"a":[1,2]}\' | jq -c .a', '[1,2]\n', '', 0],
  ])('%s', async (line, stdout, stderr, exitCode) => {
    expect(await createShell(staticPort()).exec(line)).toEqual({ stdout, stderr, exitCode });
  });

  it('answers help with what exists here', async () => {
    const help = await createShell(staticPort()).exec('help | head -1');
    expect(help.stdout).toMatch(/^This is bash: .*usual text tools/);
    expect((await createShell(staticPort()).exec('help psql')).stdout).toMatch(/^psql - PostgreSQL client/);
    expect((await createShell(staticPort()).exec('help nope')).stderr).toBe("bash: help: no help topics match `nope'.\n");
  });

  it.each(['true; help', 'true\nhelp', 'bash -c help', 'if true; then help; fi', 'echo x | help'])('answers help anywhere: %s', async (line) => {
    expect((await createShell(staticPort()).exec(line)).stdout).toMatch(/^This is bash: /);
  });

  it("answers help of bash's builtins, and never with the library's name", async () => {
    expect((await createShell(staticPort()).exec('help cd')).stdout).toMatch(/^cd: cd /);
    expect((await createShell(staticPort()).exec('builtin help; cat /proc/version; env; set; ls -la / /proc')).stdout).not.toMatch(/just-bash|user user/);
  });

  it.each([
    'cd /; stat . bin bin/ls dev proc/version usr tmp etc/motd var/log',
    'touch a; echo > b; cp a c; cp -r runbooks d; mkdir e; stat a b c d d/pool.md e',
  ])('dates files by simulated time: %s', async (line) => {
    const { stdout } = await createShell(staticPort()).exec(line);
    const dates = [...stdout.matchAll(/Modify: (\S{13})/g)].map(([, date]) => date);
    expect(dates.length).toBeGreaterThan(5);
    expect(dates.filter((date) => !/^2026-11-22T1[23]$/.test(date))).toEqual([]);
  });

  it('lists files by UTC, owned by the user, and env shows what is exported', async () => {
    const shell = createShell(staticPort());
    expect((await shell.exec('touch new; ls -l new')).stdout).toBe('-rw-r--r-- 1 ops ops     0 Nov 22 13:00 new\n');
    expect((await shell.exec('false; a=1; export b=2; env')).stdout.match(/^(\?|a|b|EPOCHSECONDS)=.*/gm)).toEqual(['b=2']);
  });

  it.each([
    ['timeout 5 sleep 2; echo $?; date +%T', '0\n13:00:02\n'],
    ['timeout 2 sleep 5; echo $?; date +%T', '124\n13:00:02\n'],
    ['timeout 9 timeout 2 sleep 5; echo $?; date +%T', '124\n13:00:02\n'],
    ['timeout 2 timeout 9 sleep 5; echo $?; date +%T', '124\n13:00:02\n'],
    ['timeout 12 bash -c "while true; do sleep 5; done"; echo $?', '124\n'],
    ['timeout 2 false; echo $?; timeout 2 nope 2>/dev/null; echo $?; timeout x ls 2>/dev/null; echo $?', '1\n127\n125\n'],
    ["printf '%(%F %T)T %s|%(%H:%M)T\\n' -1 x 0", '2026-11-22 13:00:00 x|00:00\n'],
    ['a=$EPOCHSECONDS; sleep 7; echo $((EPOCHSECONDS - a)) $SECONDS', '7 7\n'],
  ])('is on simulated time: %s', async (line, stdout) => {
    expect((await createShell(staticPort()).exec(line)).stdout).toBe(stdout);
  });

  it('draws the same $RANDOM for the same line at the same moment, and leaves the host its own', async () => {
    const draw = async (line: string): Promise<string> => (await createShell(staticPort()).exec(line)).stdout;
    const own = Math.random;
    expect(await draw('echo $RANDOM $RANDOM')).toBe(await draw('echo $RANDOM $RANDOM'));
    expect(await draw('echo $RANDOM $RANDOM ')).not.toBe(await draw('echo $RANDOM $RANDOM'));
    expect(Math.random).toBe(own);
  });

  it.each([
    ['for i in 1 2 "a b"; do echo "[$i]"; sleep 5; done; echo end', ['[1]\n', '[2]\n', '[a b]\n'], 'end\n'],
    ['n=0; while [ $n -lt 2 ]; do n=$((n+1)); date +%S | tr 0 o; sleep 5; done', ['oo\n', 'o5\n'], ''],
    ['until [ "$(date +%S)" = 10 ]; do echo wait; sleep 5; done && echo no', [], 'wait\nwait\nno\n'],
    ['for i in 1 2; do echo $i; sleep 1; done | tac', [], '2\n1\n'],
    ['for i in 1 2; do echo $i; sleep 1; break; done', [], '1\n'],
  ])('shows what a loop prints as it turns: %s', async (line, turns, last) => {
    const chunks: string[] = [];
    const port = staticPort();
    const beforeSleep: string[] = [];
    port.onSleep = () => {
      beforeSleep.push(chunks.join(''));
    };
    const { stdout } = await createShell(port).exec(line, { onOutput: (chunk) => chunk !== '' && chunks.push(chunk) });
    expect([chunks, stdout]).toEqual([turns, last]);
    if (turns.length > 0) expect(beforeSleep[0]).toBe(turns[0]);
  });

  it('ends a loop at Ctrl-C and keeps what it had shown', async () => {
    const port = staticPort();
    const controller = new AbortController();
    let sleeps = 0;
    port.onSleep = () => {
      if (++sleeps === 3) controller.abort();
    };
    const chunks: string[] = [];
    const result = await createShell(port).exec('while true; do echo turn; sleep 5; done; echo never', {
      cancel: controller.signal,
      onOutput: (chunk) => chunks.push(chunk),
    });
    expect([chunks.join(''), result.stdout, result.exitCode]).toEqual(['turn\nturn\nturn\n', '', 130]);
  });

  it('leaves no listener on the signal of a line', async () => {
    const controller = new AbortController();
    let listeners = 0;
    const cancel = {
      get aborted() {
        return controller.signal.aborted;
      },
      addEventListener: () => void listeners++,
      removeEventListener: () => void listeners--,
    };
    await createShell(staticPort()).exec('for i in 1 2 3; do sleep 1; timeout 1 sleep 3; done', { cancel, onOutput: () => undefined });
    expect(listeners).toBe(0);
  });

  it('keeps directory, variables, aliases and files between lines', async () => {
    const shell = createShell(staticPort());
    await shell.exec('cd runbooks; A=1; export B=2; echo x > /tmp/f');
    expect(shell.prompt()).toBe('ops@ew1:~/runbooks$ ');
    expect((await shell.exec('echo $A $B $PWD; cat /tmp/f')).stdout).toBe('1 2 /home/ops/runbooks\nx\n');
    expect((await shell.exec('date +%Y > /tmp/g; ls -l /tmp/g')).stdout).toContain('Nov 22 13:00');
  });

  it('notes every line that was run, and logs changes with the line as intent', async () => {
    const port = staticPort();
    const shell = createShell(port);
    expect((await shell.exec('flags set home.recs off && echo done')).stdout).toBe('home.recs off\ndone\n');
    expect(port.observed).toEqual(['shell: flags set home.recs off && echo done']);
    expect(port.executed).toEqual([{ command: { kind: 'set-flag', flag: 'home.recs', on: false }, intent: 'flags set home.recs off && echo done' }]);
    expect(shell.history()).toEqual(['flags set home.recs off && echo done']);
  });

  it('stops a loop that would never end', async () => {
    const result = await createShell(staticPort()).exec('while true; do :; done');
    expect(result.exitCode).not.toBe(0);
    expect(result.stderr).toBe('bash: stopped: more than 20000 commands in one line\n');
  });

  it('renders log files when they are read', async () => {
    const port = staticPort();
    const shell = createShell(port);
    expect((await shell.exec('ls /var/log')).stdout.split('\n')).toContain('playlist-db.log');
    port.logLines.push(logLine(1, 'web-api', 'upstream timed out'), logLine(2, 'playlist', 'other'));
    expect((await shell.exec('grep -c timed /var/log/web-api.log; wc -l < /var/log/web-api.log')).stdout.replace(/ /g, '')).toBe('1\n1\n');
    expect(await shell.exec('echo x > /var/log/web-api.log')).toEqual({ stdout: '', stderr: 'bash: /var/log/web-api.log: Permission denied\n', exitCode: 1 });
  });

  it.each([
    ['tail -f /var/log/web-api.log | grep -m2 error', 'error 1\nerror 2\n'],
    ['tail -f /var/log/web-api.log | grep -v calm | head -1', 'error 1\n'],
    ['tail -f /var/log/web-api.log | grep -m1 error | cut -c1-3; echo $?', 'err\n0\n'],
  ])('ends what follows when the pipe has enough: %s', async (line, shown) => {
    const port = staticPort();
    const stop = new AbortController();
    let polls = 0;
    const sleep = async (): Promise<void> => {
      // a turn of the host's loop, so that the pipe is heard between two looks at the log
      await new Promise((resolve) => setImmediate(resolve));
      polls++;
      port.logLines.push(logLine(2 * polls, 'web-api', `calm ${polls}`), logLine(2 * polls + 1, 'web-api', `error ${polls}`));
      if (polls > 500) stop.abort();
    };
    Object.assign(port, { sleep });
    const chunks: string[] = [];
    const { stdout, exitCode } = await createShell(port).exec(line, { onOutput: (chunk) => chunks.push(chunk), cancel: stop.signal });
    expect([chunks.join('') + stdout, exitCode]).toEqual([shown, 0]);
  });

  it('follows a log, through filters, until Ctrl-C', async () => {
    const port = staticPort();
    const shell = createShell(port);
    port.logLines.push(logLine(1, 'web-api', 'old error'));
    const controller = new AbortController();
    let polls = 0;
    port.onSleep = () => {
      polls += 1;
      port.logLines.push(logLine(1 + polls, 'web-api', polls % 2 === 0 ? `error ${polls}` : 'fine'));
      if (polls === 5) controller.abort();
    };
    let seen = '';
    const result = await shell.exec("tail -f /var/log/web-api.log | grep error | sed 's/error/ERR/'", {
      onOutput: (chunk) => (seen += chunk),
      cancel: controller.signal,
    });
    expect(result).toEqual({ stdout: '', stderr: '', exitCode: 130 });
    expect(seen).toBe('old ERR\nERR 2\nERR 4\n');
  });

  it('sleeps simulated time and watches', async () => {
    const port = staticPort();
    const shell = createShell(port);
    await shell.exec('sleep 90');
    expect((await shell.exec('date +%T')).stdout).toBe('13:01:30\n');
    const controller = new AbortController();
    const shots: string[] = [];
    port.onSleep = () => shots.length > 1 && controller.abort();
    expect((await shell.exec('watch -n 5 date +%T', { onOutput: (chunk) => shots.push(chunk), cancel: controller.signal })).exitCode).toBe(130);
    const [screen, ...rest] = shots[1].split('\n');
    expect(screen).toMatch(/Every 5\.0s: date \+%T +ew1: Sun Nov 22 13:01:35 2026$/);
    expect(screen.startsWith('\u001b[H\u001b[2J')).toBe(true);
    expect(rest).toEqual(['', '13:01:35', '']);
  });

  it.each([
    ['ps', ['psql']],
    ['fl', ['flags']],
    ['cat run', ['runbooks/']],
    ['flags set home.', ['home.recs']],
    ['promql u', ['up']],
    ['runbook ', ['pool']],
    ['echo a | flags get h', ['home.recs']],
    ['psql -c "select * from pg_stat_ac', ['"select * from pg_stat_activity']],
    ["psql -c 'select xact_", ["'select xact_commit", "'select xact_rollback", "'select xact_start"]],
    ['psql -c "select pg_term', ['"select pg_terminate_backend(']],
  ])('completes %j', async (line, options) => {
    expect((await createShell(staticPort()).complete(line, line.length)).options).toEqual(options);
  });
});
