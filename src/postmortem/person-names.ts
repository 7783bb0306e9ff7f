/** Common given names of several languages, enough to tell `Dana broke it` from `Redis broke it` at the start of a sentence. */
const GIVEN = new Set(
  (
    'aaron adam ahmed alan alex alexander alice alina amanda amara amir amy ana andrea andrew andy angela anna anne anton antonio arjun ben benjamin bob brian bruno carl carla carlos carol ' +
    'chen chris christian claire clara daniel dana dave david diana diego dmitri dominik elena eli elif elizabeth ella emil emily emma eric erik eva fatima felix fiona francesca frank fred gabriel george grace hana ' +
    'hannah hans harry hassan helen henry hugo ian ines ingrid irene isabel ivan jack jacob jakub james jan jane jason jean jens jenny jessica joan joe john jon jonas jose joseph juan julia julian karen karl kate ' +
    'katarina kenji kevin kim lara laura lee leo leon li lin linda lisa lucas lucy luis luka maja marek maria marie mark marko martin mary matt max mei mia michael michal miguel mike milan mohamed monika nadia natalie ' +
    'nick nikhil nina noah olga oliver omar oscar pablo patrick paul pavel pedro peter petra philip pierre priya rachel rafael raj rana ravi rebecca ricardo richard rob robert rosa ruth ryan sam samuel sandra sara sarah ' +
    'scott sergei simon sofia stefan stephanie steve steven sven susan tanya thomas tim tom tomas tony tyler ulrich ursula vera victor viktor wei william yan yuki yusuf zara zoe'
  ).split(' '),
);

/** Capitalised words of the trade, and of the calendar, that are nobody's name. */
const TECHNICAL = new Set(
  (
    'Postgres Hikari Envoy Redis Kafka Prometheus Grafana Kubernetes Google Alertmanager Java Node Docker Linux Helm Istio Slack Jira Argo Autovacuum Canary Playlist Catalog Catalogue Gateway Auth Recs ' +
    'Wavelength Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December Root Cause Trigger Summary Impact Timeline Detection Response ' +
    'Deploy Release Rollback Traffic Retry Users Home Search Ads Payments Playback Spring Tomcat Nginx Python Go Rust The This That These Those It Its We They'
  ).split(' '),
);

export function isGivenName(word: string): boolean {
  return GIVEN.has(word.toLowerCase()) && /^[A-Z]/.test(word);
}

export function isTechnicalName(word: string): boolean {
  return TECHNICAL.has(word);
}
