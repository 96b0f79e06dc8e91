import fc from 'fast-check';

import { publicAddress } from '../../../nodes/shared/publicAddress';

const problemOf = (raw: string, allowPrivate = false) => {
	const read = publicAddress(raw, allowPrivate);
	return read.ok ? 'taken' : read.problem;
};

test.each([
	'https://files.example/card.png',
	'https://files.example:8443/a b.png?x=1#y',
	' https://Files.Example/ ',
	'https://пример.example/файл.pdf',
	'https://8.8.8.8/a.png',
	'https://[2a00:1450:4010::1]/a.png',
	'https://internal.example/a.png',
	'https://mylocalhost.example/a.png',
])('a file on a public host is taken: %s', (address) => {
	expect(problemOf(address)).toBe('taken');
});

test.each([
	['this machine by name', 'https://localhost/a.png'],
	['this machine by a longer name', 'https://a.localhost/a.png'],
	['this machine in capitals and with a soft hyphen', 'https://LOCAL\u00adHOST/a.png'],
	['a name of one label', 'https://waha:3000/a.png'],
	['a name with a dot at its end', 'https://files.example./a.png'],
	['a name of the own network', 'https://nas.local/a.png'],
	['metadata of Google', 'https://metadata.google.internal/computeMetadata/v1/'],
	['metadata of Google by its other name', 'https://metadata.goog/'],
	['metadata by its number', 'https://169.254.169.254/latest/meta-data/'],
	['metadata of Alibaba', 'https://100.100.100.200/latest/'],
	['metadata of Azure', 'https://168.63.129.16/'],
	['this machine by its number', 'https://127.0.0.1/a.png'],
	['this machine by a number with a dot', 'https://127.0.0.1./a.png'],
	['this machine in decimal', 'https://2130706433/a.png'],
	['this machine in hex', 'https://0x7f.0.0.1/a.png'],
	['this machine in octal', 'https://0177.0.0.1/a.png'],
	['this machine in two parts', 'https://127.1/a.png'],
	['this machine in full-width digits', 'https://１２７.0.0.1/a.png'],
	['this machine, percent-encoded', 'https://%31%32%37.0.0.1/a.png'],
	['a public number in decimal', 'https://134744072/a.png'],
	['any machine', 'https://0.0.0.0/a.png'],
	['a private network', 'https://10.1.2.3/a.png'],
	['a private network in the middle', 'https://172.31.255.255/a.png'],
	['a home network', 'https://192.168.0.1/a.png'],
	['a provider’s network', 'https://100.64.0.1/a.png'],
	['a group of machines', 'https://224.0.0.1/a.png'],
	['this machine in IPv6', 'https://[::1]/a.png'],
	['this machine as mapped IPv4', 'https://[::ffff:127.0.0.1]/a.png'],
	['a private network by NAT64', 'https://[64:ff9b::10.0.0.1]/a.png'],
	['a private network by local NAT64', 'https://[64:ff9b:1::a00:1]/a.png'],
	['a private network by 6to4', 'https://[2002:a00:1::1]/a.png'],
	['a private network by Teredo', 'https://[2001:0:a00:1::1]/a.png'],
	['a unique local address', 'https://[fd00:ec2::254]/a.png'],
	['a link-local address', 'https://[fe80::1]/a.png'],
	['a service of Kubernetes', 'https://kubernetes.default.svc/x'],
	['a service of Consul', 'https://waha.service.consul/'],
	['a name for tests', 'https://db.test/'],
	['a router', 'https://fritz.box/'],
	['metadata by a name of xip.io', 'https://169.254.169.254.xip.io/'],
	['this machine by a name of traefik.me', 'https://127.0.0.1.traefik.me'],
	['a name that leads to any number', 'https://127.0.0.1.nip.io/a.png'],
])('%s is refused', (_what, address) => {
	expect(problemOf(address)).toBe('not public');
	expect(problemOf(address, true)).toBe('taken');
});

test.each([
	['http', 'http://files.example/a.png', 'no https', 'taken'],
	['a name in front', 'https://user@files.example/a.png', 'with login', 'with login'],
	['a name and a password', 'https://u:p@files.example/a.png', 'with login', 'with login'],
	['an empty name', 'https://@files.example/a.png', 'with login', 'with login'],
	['a file of the machine', 'file:///etc/passwd', 'no address', 'no address'],
	['data', 'data:text/plain,a', 'no address', 'no address'],
	['a script', 'javascript:alert(1)', 'no address', 'no address'],
	['no scheme', 'files.example/a.png', 'no address', 'no address'],
	['nothing', ' ', 'no address', 'no address'],
	['a backslash', 'https:\\\\files.example\\a.png', 'no address', 'no address'],
	['a line break inside', 'https://files.exam\nple/a.png', 'no address', 'no address'],
	['a bracket without its partner', 'https://[::1/a.png', 'no address', 'no address'],
])(
	'with %s it is refused, also where private hosts are allowed as told',
	(_what, address, ...told) => {
		expect([problemOf(address), problemOf(address, true)]).toEqual(told);
	},
);

/** Four numbers, and the same address in the spellings that `URL` knows. */
const numbers = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
const whole = ([a, b, c, d]: number[]) => ((a * 256 + b) * 256 + c) * 256 + d;
const hex = (ipv4: number[]) => whole(ipv4).toString(16).padStart(8, '0');
const SPELLINGS: Array<(ipv4: number[]) => string> = [
	(ipv4) => String(whole(ipv4)),
	(ipv4) => `0x${hex(ipv4)}`,
	(ipv4) => `0${whole(ipv4).toString(8)}`,
	(ipv4) => ipv4.map((part) => `0x${part.toString(16)}`).join('.'),
	(ipv4) => ipv4.map((part) => `0${part.toString(8)}`).join('.'),
	(ipv4) => `${ipv4.join('.')}.`,
	(ipv4) => `[::ffff:${ipv4.join('.')}]`,
	(ipv4) => `[::${ipv4.join('.')}]`,
	(ipv4) => `[64:ff9b::${ipv4.join('.')}]`,
	(ipv4) => `[2002:${hex(ipv4).slice(0, 4)}:${hex(ipv4).slice(4)}::1]`,
];

test('no spelling of an IPv4 address but the plain one is taken', () => {
	fc.assert(
		fc.property(numbers, fc.constantFrom(...SPELLINGS), (ipv4, spell) => {
			expect(problemOf(`https://${spell(ipv4)}/a.png`)).toBe('not public');
		}),
	);
});

test('whatever is taken has a public host over https, no login, and stays taken as it is sent', () => {
	const host = fc.oneof(
		numbers.map((parts) => parts.join('.')),
		fc.ipV6().map((address) => `[${address}]`),
		fc.domain(),
		fc.constantFrom('localhost', 'a.local', 'x', 'ⓛocalhost', 'files.example', '1.1', '0'),
	);
	const address = fc
		.tuple(
			fc.constantFrom('https://', 'http://', 'HTTPS://', 'https:/', 'https:', '//', 'ftp://'),
			fc.constantFrom('', '', '', 'a@', 'a:b@', '@', '\\', '\t'),
			host,
			fc.constantFrom('', '.', ':443', ':80', ':65536', '%00', '\u200b'),
			fc.webPath(),
		)
		.map((parts) => parts.join(''));
	fc.assert(
		fc.property(fc.oneof(address, fc.string({ unit: 'binary' })), (raw) => {
			const read = publicAddress(raw);
			if (!read.ok) return;
			const { url } = read;
			expect(url.protocol).toBe('https:');
			expect(`${url.username}${url.password}`).toBe('');
			expect(url.hostname).not.toMatch(
				/^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|22[4-9]|2[345]\d)\.\d|^localhost$|\.local$|^\[(?:::|f[cde]|64:)/,
			);
			expect(publicAddress(url.href)).toEqual({ ok: true, url });
		}),
		{ numRuns: 5000 },
	);
});
