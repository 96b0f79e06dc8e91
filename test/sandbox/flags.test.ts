import { parseFlags } from '../../sandbox/flags';

describe('flags of npm start', () => {
	test('without flags: the fixed ports and .n8n in the checkout', () => {
		expect(parseFlags([], '/checkout')).toEqual({
			port: 5678,
			vendorsPort: 5680,
			dataDir: '/checkout/.n8n',
			fresh: false,
			fast: false,
			workers: undefined,
			json: false,
			help: false,
		});
	});

	test('every flag is read', () => {
		const args = ['--port', '0', '--vendors-port=6001', '--data-dir', '/tmp/x'];
		const more = ['--fresh', '--fast', '--queue', '--workers', '3', '--json', '--help'];
		expect(parseFlags([...args, ...more], '/checkout')).toEqual({
			port: 0,
			vendorsPort: 6001,
			dataDir: '/tmp/x',
			fresh: true,
			fast: true,
			workers: 3,
			json: true,
			help: true,
		});
	});

	test('queue mode has two workers when nothing else is said', () => {
		expect(parseFlags(['--queue'], '/checkout').workers).toBe(2);
	});

	test.each([
		['workers without queue mode', ['--workers', '2'], '--workers needs --queue'],
		['no worker at all', ['--queue', '--workers', '0'], /--workers must be a number from 1 to 99/],
		['half a worker', ['--queue', '--workers', '1.5'], /--workers must be a number from 1 to 99/],
		['an unknown flag', ['--fats'], /--fats[\s\S]*Usage/],
		['a word without dashes', ['fresh'], /fresh[\s\S]*Usage/],
		['a port that is no number', ['--port', 'http'], /--port must be a number/],
		['a port that is too big', ['--vendors-port', '70000'], /--vendors-port must be a number/],
		['an empty port', ['--port='], /--port must be a number/],
	])('%s is refused with a text for the user', (_, args, message) => {
		expect(() => parseFlags(args)).toThrow(message);
	});
});
