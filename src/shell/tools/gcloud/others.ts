function names(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/**
 * What each group of the real gcloud has besides what is simulated, so that it is refused as that and not as a mistake.
 * Source: `gcloud GROUP -h`, Google Cloud SDK 528.
 */
export const OTHERS = {
  gcloud: names(`
    access-approval access-context-manager active-directory ai ai-platform alloydb alpha anthos api-gateway apigee app apphub artifacts asset
    assured audit-manager auth backup-dr batch bigtable billing bms bq builds certificate-manager cheat-sheet cloud-shell colab components
    composer config data-catalog database-migration dataflow dataplex dataproc datastore datastream deploy deployment-manager developer-connect
    dns docker domains edge-cache edge-cloud emulators endpoints essential-contacts eventarc feedback filestore firebase firestore functions
    gemini healthcare iam iap identity ids immersive-stream info infra-manager init kms looker lustre managed-kafka memcache memorystore
    metastore migration ml ml-engine model-armor monitoring netapp network-connectivity network-management network-security network-services
    notebooks observability oracle-database org-policies organizations pam parametermanager policy-intelligence policy-troubleshoot preview
    privateca projects publicca pubsub recaptcha recommender redis resource-manager run scc scheduler secrets service-directory
    service-extensions services source spanner storage survey tasks telco-automation topic transcoder transfer vmware workbench workflows
    workspace-add-ons workstations
  `),
  compute: names(`
    accelerator-types addresses backend-buckets commitments config-ssh connect-to-serial-port copy-files diagnose disk-types disks
    external-vpn-gateways firewall-policies firewall-rules forwarding-rules health-checks http-health-checks https-health-checks images
    instance-groups instance-templates instances instant-snapshots interconnects machine-images machine-types network-attachments
    network-edge-security-services network-firewall-policies network-profiles networks operations os-config os-login packet-mirrorings
    project-info project-zonal-metadata public-advertised-prefixes public-delegated-prefixes reservations reset-windows-password
    resource-policies routers routes scp security-policies service-attachments shared-vpc sign-url snapshot-settings snapshots sole-tenancy ssh
    ssl-certificates ssl-policies start-iap-tunnel storage-pool-types storage-pools target-grpc-proxies target-http-proxies
    target-https-proxies target-instances target-pools target-ssl-proxies target-tcp-proxies target-vpn-gateways tpus vpn-gateways vpn-tunnels
    zones
  `),
  backendServices: names(`
    add-backend add-iam-policy-binding add-service-bindings add-signed-url-key create delete delete-signed-url-key edit export get-iam-policy
    import list-usable remove-backend remove-iam-policy-binding remove-service-bindings set-iam-policy update
  `),
  networkEndpointGroups: names(`
    create delete describe update
  `),
  urlMaps: names(`
    add-host-rule add-path-matcher create delete edit list-cdn-cache-invalidations remove-host-rule remove-path-matcher
    set-default-service validate
  `),
  container: names(`
    attached aws azure bare-metal binauthz fleet get-server-config hub images operations subnets vmware
  `),
  clusters: names(`
    check-autopilot-compatibility create create-auto delete describe get-upgrade-info resize upgrade
  `),
  nodePools: names(`
    complete-upgrade config create delete get-upgrade-info rollback
  `),
  regions: names(`
    list
  `),
  beta: names(`
    billing builds compute container functions iam logging monitoring pubsub resource-manager run secrets services sql storage
  `),
  quotas: names(`
    adjuster info
  `),
  preferences: names(`
    describe list update
  `),
  sql: names(`
    backups connect databases export flags generate-login-token import operations reschedule-maintenance ssl ssl-certs tiers
  `),
  sqlInstances: names(`
    acquire-ssrs-lease clone create delete export failover get-latest-recovery-time import reencrypt release-ssrs-lease reset-replica-size
    reset-ssl-config restart restore-backup switchover
  `),
  sqlUsers: names(`
    create delete describe set-password-policy
  `),
  logging: names(`
    buckets copy links locations logs metrics operations resource-descriptors scopes settings sinks views write
  `),
} as const;
