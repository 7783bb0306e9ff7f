/** What a ResourceQuota can bound here; amounts are thousandths of a core, mebibytes or a number. */
export const QUOTA_RESOURCES = ['limits.cpu', 'limits.memory', 'pods', 'requests.cpu', 'requests.memory'] as const;

export type QuotaResource = (typeof QUOTA_RESOURCES)[number];

export type QuotaAmounts = Readonly<Partial<Record<QuotaResource, number>>>;
