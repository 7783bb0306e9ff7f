/** A scenario to begin with, in comments what each part is for. It lints clean and plays. @param id lower case and dashes */
export function scenarioText(id: string): string {
  return `# What this file says is what happens to the fleet, never what a graph shows: graphs, logs and alerts come out of the simulated fleet.
# Names tell the symptom, never the cause: all but truth and faults can reach the player. The guide is docs/authoring.md.
schemaVersion: 1
id: ${id}
title: ${titleOf(id)}
brief: |
  You are on call for Wavelength's apps. Some listeners cannot open their playlists.
  Find out why, stop the harm, keep people informed, and write the postmortem.
incident: INC-0500
difficulty: 2   # 1 to 5
minutes: 30
practises: [hypotheses, mitigation before cause]
playStart: 2026-03-02T15:30:00Z
# Runs before play begins: at least ten healthy minutes before the first entry of the timeline that is not noise, then the run-up to the first page.
warmup: 24m
seed: 1
# scenarios/fleets/wavelength.yaml. To change a part of it for this scenario only, write overrides: {services: [{name: playlist, replicas: 6}]}.
fleet: wavelength

# What is broken: a fault changes a parameter of a component and nothing else.
faults:
  - {kind: idle-transaction-leak, service: playlist, versions: [v2.42.0]}

# What happens by itself, counted from where play begins. noise: true is ordinary background: without it users must be hurt just as much.
timeline:
  - {at: -14m, actor: dana (growth), noise: true, command: {kind: set-flag, flag: home.seasonal-banner, "on": true}}
  - {at: -12m, actor: release-bot, command: {kind: deploy, service: playlist, version: v2.42.0, changeCause: "keep folder order"}}

# Prometheus rule groups. severity: page, warning or notice; owner: a team; runbook: a name below.
alertRules:
  - name: slo
    interval: 30s
    rules:
      - alert: PlaylistOpensFail
        expr: rate(slo_bad_requests_total{slo="/playlists/:id availability"}[5m]) / rate(slo_requests_total{slo="/playlists/:id availability"}[5m]) > 14.4 * 0.001
        for: 1m
        labels: {severity: page, owner: playlists}
        annotations:
          summary: Playlist opens fail
          description: "{{ $value | humanizePercentage }} of playlist opens failed in the last five minutes; the SLO allows 0.1%."
          runbook: playlist

# What the team wrote down before; it knows nothing of today.
runbooks:
  - name: playlist
    markdown: |
      # playlist

      1. Which users, since when, which share?
      2. What changed? Change feed; \`kubectl rollout history deployment/playlist\`.
      3. Is it the pods, what they call, or the database?

# Somebody outside writes once this many actions of users have failed or been slow.
messages:
  - {from: Nadia, role: support, text: "Tickets: \\"playlist spins for ever\\". Known?", afterHurtActions: 150}

# What really happens, for grading and the debrief. A claim's says: ways to say it; a way is a list of groups, a group a list of alternatives, words
# are stemmed. The last group is what is said, the one before what it is said of.
truth:
  claims:
    - id: release
      role: trigger
      component: playlist
      condition: bad-release
      title: playlist v2.42.0 changed what happens when a call times out
      weight: 0.4
      says:
        - [["2.42", release, deploy, rollout, new version], [leak, cause, trigger, break, introduce, not close, not end, leave open]]
    - id: open-transaction
      role: mechanism
      component: playlist
      condition: transaction-left-open
      title: A call that times out leaves its transaction open
      weight: 0.4
      says:
        - [[transaction, session], [leave open, stay open, not close, not end, not commit, idle in transaction]]
    - id: empty-pool
      role: mechanism
      component: playlist
      condition: pool-exhausted
      title: The connection pools run empty
      weight: 0.2
      says:
        - [[pool, connection], [run out, exhaust, empty, none left, all in use, wait for]]
  edges:
    - {from: release, to: open-transaction}
    - {from: open-transaction, to: empty-pool}
  redHerrings:
    - id: banner
      component: web-api
      condition: flag-change
      title: The seasonal banner flag
      says:
        - [[banner, feature flag], [cause, trigger, break, slow down, overload]]
  # A good response, which the debrief runs for comparison.
  reference:
    - {at: 4m, sh: kubectl rollout undo deployment/playlist}
  story: |
    Version v2.42.0 of playlist does not end its transaction when a call inside it times out. Its connection never goes back to the pool, and
    when none was left requests waited for one until they failed. Undoing the release cures it.
`;
}

/** The cases that prove that it plays. */
export function casesText(): string {
  return `# What must come out of the simulated fleet, on any seed. Runs: npx brownout verify; all expectations are in docs/authoring.md.
schemaVersion: 1
until: 30m
cases:
  - name: nothing
    expect:
      breaksSlo: ["/playlists/:id availability"]
      doesNotRecover: true
      fires: [PlaylistOpensFail]

  # The way out.
  - name: undo the rollout
    do: [{at: 6m, sh: kubectl rollout undo deployment/playlist}]
    expect:
      recoversWithin: 5m
      harmAtMost: {times: 0.7, of: nothing}

  # The way to make it worse.
  - name: scale playlist up
    do: [{at: 5m, sh: kubectl scale deployment/playlist --replicas=8}]
    expect:
      doesNotRecover: true

  # Red herrings mislead, they do not hurt.
  - name: without the noise
    without: noise
    expect:
      harmWithin: {ratio: 2%, of: nothing}
`;
}

function titleOf(id: string): string {
  const words = id.replaceAll('-', ' ');
  return words[0].toUpperCase() + words.slice(1);
}
