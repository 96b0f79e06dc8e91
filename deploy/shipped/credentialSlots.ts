import type { WorkflowNode } from './workflow';

const OWN = 'n8n-nodes-crm-bridge.';

type Rule = (parameters: Record<string, unknown>) => string | undefined;

const always = (type: string) => () => type;
const unlessResource =
	(type: string, ...pure: string[]): Rule =>
	({ resource }) =>
		pure.includes(String(resource)) ? undefined : type;
const amoCrm: Rule = ({ authentication }) =>
	authentication === 'oAuth2' ? 'crmBridgeAmoCrmOAuth2Api' : 'crmBridgeAmoCrmApi';

/**
 * The credential that a node asks for. The public API tells nothing about node types, so this repeats what the
 * nodes' descriptions say; the workflow gate compares the two for every shipped node.
 */
const RULES: Record<string, Rule> = {
	[`${OWN}amoCrm`]: amoCrm,
	[`${OWN}amoCrmTrigger`]: amoCrm,
	[`${OWN}kaspi`]: ({ operation }) => (operation === 'parse' ? undefined : 'crmBridgeKaspiApi'),
	[`${OWN}kaspiTrigger`]: always('crmBridgeKaspiApi'),
	[`${OWN}telegram`]: always('crmBridgeTelegramApi'),
	[`${OWN}telegramTrigger`]: always('crmBridgeTelegramApi'),
	[`${OWN}waha`]: always('crmBridgeWahaApi'),
	[`${OWN}wahaTrigger`]: always('crmBridgeWahaApi'),
	[`${OWN}wahelp`]: unlessResource('crmBridgeWahelpApi', 'inbound'),
	[`${OWN}wahelpTrigger`]: always('crmBridgeWahelpApi'),
	[`${OWN}sitniks`]: unlessResource('crmBridgeSitniksApi', 'stage'),
	[`${OWN}sitniksTrigger`]: always('crmBridgeSitniksApi'),
	[`${OWN}signedWebhookTrigger`]: ({ authentication = 'hmac' }) =>
		authentication === 'none' ? undefined : 'crmBridgeSigningSecretApi',
	[`${OWN}webhookSignature`]: always('crmBridgeSigningSecretApi'),
	'n8n-nodes-base.telegram': always('telegramApi'),
	'n8n-nodes-base.formTrigger': ({ authentication }) =>
		authentication === 'basicAuth' ? 'httpBasicAuth' : undefined,
};

/** Credential type that the node asks for, undefined when it needs none. */
export function credentialSlot({ type, parameters }: WorkflowNode): string | undefined {
	return RULES[type]?.(parameters);
}
