import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { perMinuteOf } from '../../shared/chatQuota';
import type { SitniksEvent } from './event';

export const DEFAULT_WINDOW_SECONDS = 10;

/** The trigger's options as they are used. */
export interface Settings {
	/** 0 when repeats are not dropped. */
	windowMs: number;
	fetchesChat: boolean;
	includesOwn: boolean;
	/** Of one chat; 0 for no quota. */
	messagesPerMinute: number;
	/** Lower-cased; with none every source is wanted. */
	sources: string[];
}

export function settingsOf(context: IWebhookFunctions): Settings {
	const options = context.getNodeParameter('options', {}) as IDataObject;
	return {
		windowMs: windowOf(options.dropRepeatsSeconds),
		fetchesChat: options.fetchChat === true,
		includesOwn: options.includeOwn === true,
		messagesPerMinute: perMinuteOf(options.messagesPerMinute),
		sources: sourcesOf(options.sources),
	};
}

/** Whether the event may start a run. One that names no source passes: a client's word is not lost. */
export function isWanted(event: SitniksEvent, { includesOwn, sources }: Settings): boolean {
	if (event.kind === 'own' && !includesOwn) return false;
	const { source } = event;
	return sources.length === 0 || source === '' || sources.includes(source.toLowerCase());
}

/** An expression may give nothing, or a text. */
function windowOf(value: unknown): number {
	const isGiven = value !== undefined && value !== null && value !== '';
	const seconds = isGiven ? Number(value) : DEFAULT_WINDOW_SECONDS;
	return Math.max(0, Number.isFinite(seconds) ? seconds : DEFAULT_WINDOW_SECONDS) * 1000;
}

function sourcesOf(value: unknown): string[] {
	const names = Array.isArray(value) ? value : String(value ?? '').split(',');
	return names.map((name) => String(name).trim().toLowerCase()).filter((name) => name !== '');
}
