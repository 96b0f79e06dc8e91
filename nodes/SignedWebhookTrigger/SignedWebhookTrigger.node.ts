import {
	NodeConnectionTypes,
	type IDataObject,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { RecentKeys } from '../shared/ttlMap';
import { activeSecrets, CREDENTIAL, signingSecretTest } from '../shared/signingSecret';
import { storable } from '../shared/storable';
import { answer, answerStranger } from '../shared/webhookCall';
import { asNodeErrors } from '../shared/webhookLifecycle';
import { bodyJson, plain } from './bodyJson';
import { checkHeaders, checkSignature, type Authentication, type Secrets } from './checkCaller';
import { checkSecrets } from './checkSecrets';
import { triggerFields } from './fields';
import { discard, isAnnouncedTooLarge, readBody, type Call } from './readBody';
import { notJson, refusalBody, stopped, unauthorized, type Refusal } from './refusal';
import { settingsOf, type Settings } from './settings';

const BODILESS = ['GET', 'HEAD', 'DELETE'];
const NO_BODY = { value: {}, text: '' };
/** Nodes whose operator was told: strangers must not fill the log. */
const warned = new RecentKeys(3_600_000, 1000);
const NO_SECRETS: Secrets = { active: [], legacy: '' };

/**
 * Starts a workflow on calls of those who have the secret. All is checked before a run exists, so what a
 * stranger sends costs no run and stands in no execution.
 *
 * Version 1 and the hidden `options.binaryData` keep n8n from reading the call: a later version needs
 * another way to the bytes (`parseRequestBody` in webhook-helpers of n8n 2.40).
 */
export class SignedWebhookTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Signed Webhook Trigger',
		name: 'signedWebhookTrigger',
		icon: { light: 'file:signedWebhookTrigger.svg', dark: 'file:signedWebhookTrigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["httpMethod"].join(", ") + " " + $parameter["path"] }}',
		description: 'Starts the workflow on webhook calls whose signature or key is right',
		eventTriggerDescription: 'Waiting for you to call the Test URL',
		activationMessage: 'You can now make calls to your production webhook URL.',
		defaults: { name: 'Signed Webhook Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: CREDENTIAL,
				required: true,
				testedBy: 'signingSecretTest',
				displayOptions: { show: { authentication: ['hmac', 'key'] } },
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: '={{ $parameter["httpMethod"] }}',
				isFullPath: true,
				path: '={{ $parameter["path"] }}',
				responseMode: '={{ $parameter["responseMode"] }}',
				responseData:
					'={{ $parameter["responseMode"] === "lastNode" ? $parameter["responseData"] : undefined }}',
				responseBinaryPropertyName: '={{ $parameter["responseBinaryPropertyName"] }}',
			},
		],
		properties: triggerFields,
	};

	methods = { credentialTest: { signingSecretTest } };

	webhookMethods = {
		default: {
			/** The sender is told the address by hand; `create` checks what can be checked. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await checkSecretIsSet.call(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	/** One item: `method`, `params`, `body`. What starts no run is answered here. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const settings = settingsOf(this);
		const call = this.getRequestObject() as unknown as Call;
		const read = await readCall(this, call, settings);
		if ('item' in read) return { workflowData: [[{ json: read.item }]] };
		if ('refusal' in read) {
			const { code } = read.refusal;
			const say = code === 401 ? answerStranger : answer;
			say(this, code, refusalBody(read.refusal, settings.refusals));
			void discard(call);
		}
		return { noWebhookResponse: true };
	}
}

/** `left`: the caller has. */
type Read = { item: IDataObject } | { refusal: Refusal } | { left: true };

async function readCall(context: IWebhookFunctions, call: Call, settings: Settings): Promise<Read> {
	const { authentication, limits } = settings;
	const { headers } = call;
	if (isAnnouncedTooLarge(call, limits)) return { refusal: stopped('tooLarge', limits) };

	const secrets = await secretsOf(context, authentication);
	const early = checkHeaders(headers, authentication, secrets);
	if (early?.valid === false) return { refusal: unauthorized(authentication) };

	const read = await readBody(call, limits);
	if ('stop' in read) {
		return read.stop === 'left' ? { left: true } : { refusal: stopped(read.stop, limits) };
	}
	if (authentication.method === 'hmac' && early === undefined) {
		const signed = checkSignature(headers, read.bytes, authentication, secrets);
		if (!signed.valid) return { refusal: unauthorized(authentication) };
	}
	return itemOf(context, read.bytes, settings);
}

function itemOf(context: IWebhookFunctions, bytes: Buffer, settings: Settings): Read {
	const { method, params, query } = context.getRequestObject();
	const json = bytes.length === 0 && BODILESS.includes(method) ? NO_BODY : bodyJson(bytes);
	if ('wrong' in json) return { refusal: notJson(json.wrong) };
	const item: Record<string, unknown> = { method, params: { ...params }, body: json.value };
	if (settings.includeQuery) item.query = plain({ ...query });
	if (settings.includeText) item.text = json.text;
	return { item: storable(item) as IDataObject };
}

/** None at all for *None*, and when they cannot be read: then no call passes. */
async function secretsOf(
	context: IWebhookFunctions | IHookFunctions,
	{ method }: Authentication,
): Promise<Secrets> {
	if (method === 'none') return NO_SECRETS;
	try {
		const credential: IDataObject = await context.getCredentials(CREDENTIAL);
		const active = activeSecrets(credential, context.getTimezone());
		return { active, legacy: String(credential.legacySecret ?? '') };
	} catch {
		const { id, name } = context.getNode();
		if (!warned.has(id)) {
			context.logger.warn(`${name}: the credential cannot be read, so calls get a 401`);
			warned.remember(id);
		}
		return NO_SECRETS;
	}
}

/** @throws {NodeOperationError} when every call would be refused, or a secret can be guessed */
async function checkSecretIsSet(this: IHookFunctions): Promise<boolean> {
	const method = this.getNodeParameter('authentication') as Authentication['method'];
	if (method === 'none') return true;
	const secrets = await secretsOf(this, { method } as Authentication);
	const settings = this.getNodeParameter('settings', {}) as IDataObject;
	const takesLegacy = method === 'hmac' && settings.acceptLegacySecret === true;
	return await asNodeErrors(this, async () => {
		checkSecrets(this, secrets, takesLegacy);
		return true;
	});
}
