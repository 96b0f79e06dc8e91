import { VendorError } from '../../shared/errors';
import { pathPart } from '../../shared/pathPart';
import type { WahelpCall } from '../api/calls';
import { dataIn, isDone, listIn } from '../api/schema';

/** The part of `WahelpCalls` that is needed here. */
export interface Calls {
	read(call: WahelpCall): Promise<unknown>;
	write(call: WahelpCall): Promise<unknown>;
}

/** A webhook of the project's collection. */
export interface Registration {
	uuid: string;
	url: string;
}

const ENTITIES = ['channel.message'];
const EVENTS = ['created', 'updated', 'deleted'].map((verb) => `channel.message.${verb}`);
/** This account's API has no such call. */
const NO_SUCH_CALL = [404, 405];

/**
 * The webhooks of one project. Which of the two ways the service has is not known (wahelp sheet §9):
 * a collection, or a single hook that can be set but perhaps not read. All methods @throws {VendorError}
 */
export class Registrations {
	constructor(
		private readonly calls: Calls,
		private readonly projectId: string,
	) {}

	/** Undefined when the service has no collection. */
	async list(): Promise<Registration[] | undefined> {
		const body = await unlessMissing(this.call('read', 'GET', 'webhooks/'));
		if (body === undefined) return undefined;
		return (listIn(body) ?? []).flatMap(({ uuid, id, url }) =>
			typeof url === 'string' ? [{ uuid: String(uuid ?? id ?? ''), url }] : [],
		);
	}

	/** False when the service has no collection. */
	async add(url: string): Promise<boolean> {
		const body = { url, entities: ENTITIES };
		const answer = await unlessMissing(this.call('write', 'POST', 'webhooks/', body));
		if (answer === undefined) return false;
		return isDone(answer) || dataIn(answer).url === url || (await this.isThere(url));
	}

	/** One that is gone already is no failure. */
	async remove({ uuid }: Registration): Promise<void> {
		const place = `webhooks/${pathPart(uuid)}`;
		const answer = await unlessMissing(this.call('write', 'DELETE', place));
		if (answer === undefined || isDone(answer)) return;
		const left = (await this.list()) ?? [];
		if (left.some((one) => one.uuid === uuid)) throw unclear();
	}

	/** The single hook's address, '' when it is empty; undefined when it cannot be read. */
	async hook(): Promise<string | undefined> {
		const body = await unlessMissing(this.call('read', 'GET', 'hook'));
		if (body === undefined) return undefined;
		const { url } = dataIn(body);
		return typeof url === 'string' ? url : url === null ? '' : undefined;
	}

	/** Replaces the single hook; '' takes it away. False when the service has none. */
	async setHook(url: string): Promise<boolean> {
		const body = { url, events: url === '' ? [] : EVENTS };
		const answer = await unlessMissing(this.call('write', 'PUT', 'hook', body));
		if (answer === undefined) return false;
		if (isDone(answer) || (await this.hook()) === url) return true;
		throw unclear();
	}

	/** @throws {VendorError} when it is not */
	private async isThere(url: string): Promise<true> {
		const all = (await this.list()) ?? [];
		if (all.some((one) => one.url === url)) return true;
		throw unclear();
	}

	private async call(
		kind: 'read' | 'write',
		method: WahelpCall['method'],
		place: string,
		body?: Record<string, unknown>,
	): Promise<unknown> {
		const { projectId } = this;
		const path = `/projects/${pathPart(projectId, 'Project ID')}/${place}`;
		// Addresses with their secrets: they are compared, and reach nobody.
		const call: WahelpCall = { method, path, projectId, body, keepsSecrets: true };
		return (await this.calls[kind](call)) ?? {};
	}
}

/** Neither the answer nor a look says that it was done. */
function unclear(): VendorError {
	return new VendorError('The answer to the registration is not one of Wahelp', {
		code: 'unexpected_answer',
		outcome: 'unknown',
		hint: 'Check that Base URL in the credential points to Wahelp itself, and publish again.',
	});
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
	return await answer.catch(async (error: unknown) =>
		error instanceof VendorError && NO_SUCH_CALL.includes(error.httpStatus ?? 0)
			? undefined
			: await Promise.reject(error),
	);
}

/** Whether a webhook of the project is this node's: the same address with whatever secret. */
export function isOurs(url: string, webhookUrl: string): boolean {
	return URL.canParse(url) && placeOf(url) === placeOf(webhookUrl);
}

function placeOf(address: string): string {
	const { origin, pathname } = new URL(address);
	return `${origin}${pathname.replace(/\/+$/, '')}`;
}
