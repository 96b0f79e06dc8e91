import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { InputError } from './errors';
import type { Row } from './rows';
import { isOn, settingOf } from './settings';

/** Why an address of a file is refused. */
export type AddressProblem = 'no address' | 'no https' | 'with login' | 'not public';

export type ReadAddress = { ok: true; url: URL } | { ok: false; problem: AddressProblem };

/** First address and length of the prefix of IPv4 networks that are nobody's public host (RFC 6890 and later). */
const CLOSED_IPV4: Array<[string, number]> = [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	// Azure's own service of a virtual machine.
	['168.63.129.16', 32],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.88.99.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 3],
];
/** Ends of names that only a network of one's own knows, and services whose names lead back into it. */
const CLOSED_NAMES = [
	...['localhost', 'localdomain', 'local', 'internal', 'intranet', 'lan', 'home', 'corp'],
	...['svc', 'consul', 'test', 'box'],
	...[
		'private',
		'home.arpa',
		'in-addr.arpa',
		'ip6.arpa',
		'metadata.goog',
		'metadata.tencentyun.com',
	],
	...['nip.io', 'sslip.io', 'localtest.me', 'lvh.me', 'xip.io', 'traefik.me'],
];
/** An IPv4 address as people write it. Other spellings (`2130706433`, `0x7f.1`, `017700000001`) only hide it. */
const PLAIN_IPV4 = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;
/** `URL` takes these out, or for a slash: what is fetched would not be what was read. */
const HIDING = /[\p{Cc}\\]/u;

/**
 * An address from outside of which a server of ours, or a vendor, fetches a file. Only public hosts
 * over https are taken, any port. The name is judged as it stands: it is not looked up in DNS, so
 * that one which leads into a private network passes.
 *
 * @param allowPrivate the setting `allow_private_media`: takes http and hosts of one's own network, too
 */
export function publicAddress(raw: string, allowPrivate = false): ReadAddress {
	const text = raw.trim();
	if (HIDING.test(text) || !URL.canParse(text)) return refused('no address');
	const url = new URL(text);
	if (!/^https?:$/.test(url.protocol) || url.hostname === '') return refused('no address');
	// A password would stand in tables, executions and WAHA's logs.
	if (url.username !== '' || url.password !== '' || /^[^/]*\/\/[^/?#]*@/.test(text)) {
		return refused('with login');
	}
	if (allowPrivate) return { ok: true, url };
	if (url.protocol !== 'https:') return refused('no https');
	return isPublicHost(url.hostname, text) ? { ok: true, url } : refused('not public');
}

/** Of operations that judge the address of a file. */
export const mediaSettingsField = (displayOptions: IDisplayOptions): INodeProperties => ({
	displayName: 'Settings',
	name: 'settings',
	type: 'json',
	default: '',
	placeholder: "={{ $('Read Settings').all() }}",
	description:
		'Rows of the table bot_settings: allow_private_media decides whether files may be fetched over http and from hosts of your own network',
	displayOptions,
});

/** Whether `bot_settings` allows files of one's own network: the row `allow_private_media`, `no` by default. */
export function allowsPrivateMedia(settings: Row[]): boolean {
	return isOn(settingOf(settings, 'allow_private_media'), false);
}

/** As `publicAddress`. @param field the display name @throws {InputError} */
export function publicUrl(raw: string, field: string, allowPrivate = false): URL {
	const read = publicAddress(raw, allowPrivate);
	if (read.ok) return read.url;
	const [message, hint] = WORDS[read.problem];
	throw new InputError(message, field, hint);
}

const WORDS: Record<AddressProblem, [message: string, hint: string]> = {
	'no address': ['this is no web address', 'It must start with https://.'],
	'no https': [
		'the address does not start with https://',
		'Use https://, or allow private media if the file is in your own network.',
	],
	'with login': [
		'the address holds a name or a password',
		'Give an address that opens without them.',
	],
	'not public': [
		'the host is not a public one',
		'Put the file on a public host, or allow private media if it is in your own network.',
	],
};

function refused(problem: AddressProblem): ReadAddress {
	return { ok: false, problem };
}

/** @param hostname of a `URL`: small letters, IPv4 as four numbers, IPv6 in brackets */
function isPublicHost(hostname: string, text: string): boolean {
	if (hostname.startsWith('[')) return isPublicIpv6(groupsOf(hostname.slice(1, -1)));
	if (PLAIN_IPV4.test(hostname)) {
		const written = /^[^/]*\/\/([^/:?#]*)/.exec(text)?.[1];
		return written === hostname && isPublicIpv4(numberOf(hostname));
	}
	// One label is a name of the own network; a dot at the end makes a second spelling of every name.
	if (!hostname.includes('.') || hostname.endsWith('.')) return false;
	return !CLOSED_NAMES.some((end) => hostname === end || hostname.endsWith(`.${end}`));
}

function isPublicIpv4(address: number): boolean {
	return !CLOSED_IPV4.some(([first, bits]) => {
		const size = 2 ** (32 - bits);
		return Math.floor(address / size) === Math.floor(numberOf(first) / size);
	});
}

/** Of the whole space only global unicast: mapped, NAT64, unique local and link-local are outside. */
function isPublicIpv6([first, second]: number[]): boolean {
	if (first < 0x2000 || first > 0x3fff) return false;
	// Protocols such as Teredo (an IPv4 address inside), documentation, 6to4 (an IPv4 address inside).
	if (first === 0x2001 && (second < 0x200 || second === 0xdb8)) return false;
	return first !== 0x2002 && !(first === 0x3fff && second < 0x1000);
}

function numberOf(ipv4: string): number {
	return ipv4.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The eight groups of an IPv6 address as `URL` writes it. */
function groupsOf(ipv6: string): number[] {
	const [head, tail] = ipv6.split('::');
	const read = (part = '') => (part === '' ? [] : part.split(':').map((one) => parseInt(one, 16)));
	const [before, after] = [read(head), read(tail)];
	return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}
