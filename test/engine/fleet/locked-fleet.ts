export const PODS = 4;
export const LIFETIME = 60;

/** Four pods that each answer a quarter of 80 requests a second out of the database, over connections that live a minute. */
export const lockedFleet = (target: string, reloads: boolean): string => `schemaVersion: 1
name: locked
regions: [{name: here, zones: [here-a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 3, cpu: 4, memory: 16Gi}]
services:
  - name: entry
    runtime: java
    replicas: ${PODS}
    workers: 1000
    cores: 8
    cpu: {request: 100m, limit: 1}
    startup: 1s
    imagePull: 1s
    pools: [{name: things, kind: hikaricp, target: ${target}, database: app, user: app, application: entry, size: 5, minIdle: 5, maxIdle: 5, maxLifetime: ${LIFETIME}s}]
    endpoints: [{route: /read, steps: [{query: {pool: things, statement: 'SELECT 1 FROM things', table: things, time: 1ms}}]}]
databases: [{name: store, host: 10.1.0.2, databases: [app], cores: 8, connect: 5ms, tables: [{database: app, name: things, rows: 1000, size: 1Mi}]}]
poolers: [{name: bouncer, database: store, defaultPoolSize: 20, maxClientConnections: 1000}]
secrets: [{name: store-app, database: store, user: app, reloads: ${reloads}}]
loadBalancer: {name: edge, host: edge.example, service: entry, logSampleRate: 0%}
clients: [{name: users, hop: 0s, timeout: 10s, routes: [{route: /read, perSecond: 80}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}]
slos: [{route: /read, kind: availability, noun: reads, objective: 99%}]
`;
