import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { parametersScheme } from '../shared/signingSecret';
import type { Authentication } from './checkCaller';
import type { BodyLimits } from './readBody';
import type { RefusalShape } from './refusal';

const LIMIT_KB = 1024;
const UPLOAD_SECONDS = 10;

export interface Settings {
	authentication: Authentication;
	limits: BodyLimits;
	refusals: RefusalShape;
	includeText: boolean;
	includeQuery: boolean;
}

export function settingsOf(context: IWebhookFunctions): Settings {
	const settings = context.getNodeParameter('settings', {}) as IDataObject;
	return {
		authentication: authenticationOf(context, settings),
		limits: {
			bytes: Math.floor(positive(settings.bodyLimitKb, LIMIT_KB) * 1024),
			seconds: positive(settings.uploadSeconds, UPLOAD_SECONDS),
		},
		refusals: {
			fields: objectOf(settings.refusalFields),
			bodies: objectOf(settings.refusalBodies),
		},
		includeText: settings.includeText === true,
		includeQuery: settings.includeQuery === true,
	};
}

function authenticationOf(context: IWebhookFunctions, settings: IDataObject): Authentication {
	const text = (name: string) => String(context.getNodeParameter(name) ?? '').trim();
	const method = context.getNodeParameter('authentication');
	if (method === 'none') return { method };
	if (method === 'key') return { method, headers: names(text('keyHeader')) };
	// Whatever else stands there: the strictest.
	return {
		method: 'hmac',
		header: text('signatureHeader'),
		...parametersScheme((name) => context.getNodeParameter(name)),
		legacyHeader:
			settings.acceptLegacySecret === true
				? String(settings.legacyHeader ?? 'X-Webhook-Secret').trim()
				: undefined,
		time: context.getNodeParameter('checkTime')
			? {
					header: text('timestampHeader'),
					toleranceSeconds: Number(context.getNodeParameter('toleranceSeconds')),
					isSigned: context.getNodeParameter('timestampIsSigned') === true,
				}
			: undefined,
	};
}

function names(list: string): string[] {
	return list
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
}

/** A limit that is no number must not let everything pass. */
function positive(value: unknown, otherwise: number): number {
	const number = Number(value ?? otherwise);
	return Number.isFinite(number) && number > 0 ? number : otherwise;
}

/** Of a JSON field; what is no object adds nothing. */
function objectOf(value: unknown): IDataObject {
	let object = value;
	if (typeof value === 'string') {
		try {
			object = JSON.parse(value);
		} catch {
			object = undefined;
		}
	}
	return typeof object === 'object' && object !== null && !Array.isArray(object)
		? (object as IDataObject)
		: {};
}
