import fc from 'fast-check';

import { KaspiApi } from '../../../nodes/Kaspi/api/client';
import { InputError } from '../../../nodes/shared/errors';
import type { HttpClient } from '../../../nodes/shared/http';
import { pathPart } from '../../../nodes/shared/pathPart';
import { isSessionName } from '../../../nodes/shared/sessionName';
import { SitniksApi } from '../../../nodes/Sitniks/api/client';
import { SitniksCalls } from '../../../nodes/Sitniks/api/calls';
import { WahaApi } from '../../../nodes/Waha/api/client';
import type { WahelpCalls } from '../../../nodes/Wahelp/api/calls';
import { WahelpApi } from '../../../nodes/Wahelp/api/client';

const SERVER = 'https://vendor.example';

/** Addresses that a client asks for; nobody answers. */
function recorder() {
	const urls: string[] = [];
	const call = async ({ url, path }: { url?: string; path?: string }) => {
		urls.push(url ?? `${SERVER}${path}`);
		return await Promise.reject(new Error('nobody is there'));
	};
	return { urls, http: { read: call, write: call } };
}

/** Every call of a vendor's client with an id in its path. */
const CALLS: Array<[string, (http: HttpClient, id: string) => Promise<unknown>]> = [
	...kaspi('order', async (api, id) => await api.order(id)),
	...kaspi('entries', async (api, id) => await api.entries(id)),
	...kaspi('product of an entry', async (api, id) => await api.productOfEntry(id)),
	...kaspi('product of the merchant', async (api, id) => await api.merchantProduct(id)),
	...waha('session', async (api, id) => await api.session(id)),
	...waha('config of a session', async (api, id) => await api.saveConfig(id, {})),
	...waha('restart of a session', async (api, id) => await api.changeSession(id, 'restart')),
	...waha('QR code', async (api, id) => await api.qrCode(id)),
	...waha('messages of a session', async (api, id) => {
		return await api.messagePages(id, 'a', {}).next();
	}),
	...waha('messages of a chat', async (api, id) => {
		return await api.messagePages('a', id, {}).next();
	}),
	...waha('phone of a hidden id', async (api, id) => await api.phoneOfLid('a', id)),
	...waha('hidden id of a phone', async (api, id) => await api.lidOfPhone('a', id)),
	...sitniks('chat', async (api, id) => await api.chat(id)),
	...sitniks('messages', async (api, id) => await api.messages(id, false).next()),
	...sitniks('order', async (api, id) => await api.order(id)),
	...wahelp('user', async (api, id) => {
		return await api.user({ projectId: '1', channel: 'a' }, id);
	}),
	...wahelp('users of a channel', async (api, id) => {
		return await api.upsertUser({ projectId: '1', channel: id }, '7');
	}),
	...wahelp('message to a user', async (api, id) => {
		return await api.sendMessage({ projectId: '1', channel: 'a' }, id, { text: 'a' });
	}),
	...wahelp('contact of a project', async (api, id) => await api.contactByPhone(id, '7')),
];

function kaspi(name: string, call: (api: KaspiApi, id: string) => Promise<unknown>) {
	return entry(`Kaspi: ${name}`, (http) => new KaspiApi(http, SERVER, 'a'), call);
}
function waha(name: string, call: (api: WahaApi, id: string) => Promise<unknown>) {
	const api = (http: HttpClient) => new WahaApi({ http, baseUrl: SERVER, account: 'a' });
	return entry(`WAHA: ${name}`, api, call);
}
function sitniks(name: string, call: (api: SitniksApi, id: string) => Promise<unknown>) {
	const api = (http: HttpClient) => new SitniksApi(new SitniksCalls(http, SERVER), 'a');
	return entry(`Sitniks: ${name}`, api, call);
}
function wahelp(name: string, call: (api: WahelpApi, id: string) => Promise<unknown>) {
	const api = (http: HttpClient) => new WahelpApi(http as unknown as WahelpCalls, 'a');
	return entry(`Wahelp: ${name}`, api, call);
}
function entry<T>(
	name: string,
	make: (http: HttpClient) => T,
	call: (api: T, id: string) => Promise<unknown>,
): typeof CALLS {
	return [[name, async (http, id) => await call(make(http), id)]];
}

describe.each(CALLS)('%s', (_name, call) => {
	test.each(['', '.', '..'])('the id "%s" is refused before a call', async (id) => {
		const { urls, http } = recorder();
		await expect(call(http as never, id)).rejects.toThrow(InputError);
		expect(urls).toEqual([]);
	});

	test('whatever the id is, the call stays where it belongs', async () => {
		const odd = fc.constantFrom('/', '..', '.', '?', '#', '%2e', '%2F', '\\', '@', 'a', 'ы', ' ');
		const id = fc.oneof(
			fc.array(odd, { minLength: 1, maxLength: 6 }).map((list) => list.join('')),
			fc.string({ unit: 'grapheme', minLength: 1 }),
		);
		const partsOf = (url: string) => new URL(url).pathname.split('/').length;
		const plain = recorder();
		await call(plain.http as never, 'a').catch(() => undefined);
		const check = fc.asyncProperty(id, async (given) => {
			const { urls, http } = recorder();
			await call(http as never, given).catch(() => undefined);
			const isRefused = /^\.{0,2}$/.test(given);
			expect(urls.map(partsOf)).toEqual(isRefused ? [] : plain.urls.map(partsOf));
			expect(urls.every((url) => new URL(url).origin === SERVER)).toBe(true);
		});
		await fc.assert(check, { numRuns: 200 });
	});
});

test('a part of a path says which id is wrong', () => {
	expect(() => pathPart('..', 'Chat ID')).toThrow(
		expect.objectContaining({ field: 'Chat ID', message: 'it is empty or only dots' }),
	);
	expect(pathPart('a/../b', 'Chat ID')).toBe('a%2F..%2Fb');
});

test.each([
	['default', true],
	['shop_1-a.b', true],
	['..', false],
	['.', false],
	['...', false],
	['', false],
	['a/b', false],
	['a b', false],
	['сессия', false],
	['a\n', false],
	['a'.repeat(101), false],
])('the session name %p counts: %p', (name, expected) => {
	expect(isSessionName(name)).toBe(expected);
});
