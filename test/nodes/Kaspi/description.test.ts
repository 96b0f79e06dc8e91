import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Kaspi } from '../../../nodes/Kaspi/Kaspi.node';
import { KaspiTrigger } from '../../../nodes/Kaspi/KaspiTrigger.node';
import { operations } from '../../../nodes/Kaspi/actions/order';

describe('the Kaspi nodes', () => {
	test('have the names that workflows rely on', () => {
		expect(new Kaspi().description).toMatchObject({ displayName: 'Kaspi Shop', name: 'kaspi' });
		expect(new KaspiTrigger().description).toMatchObject({
			displayName: 'Kaspi Shop Trigger',
			name: 'kaspiTrigger',
			polling: true,
		});
		expect(new Kaspi().description.credentials?.[0].name).toBe('crmBridgeKaspiApi');
	});

	test('carry out every operation that they offer', () => {
		const { properties } = new Kaspi().description;
		const offered = properties.find(({ name }) => name === 'operation')?.options ?? [];
		expect(offered.map((option) => (option as { value: string }).value)).toEqual(
			Object.keys(operations),
		);
	});

	test('have codex files and two pictures', () => {
		const folder = join(__dirname, '../../../nodes/Kaspi');
		for (const name of ['Kaspi', 'KaspiTrigger']) {
			const codex = JSON.parse(readFileSync(join(folder, `${name}.node.json`), 'utf8')) as object;
			expect(codex).toMatchObject({
				node: `n8n-nodes-crm-bridge.${name[0].toLowerCase()}${name.slice(1)}`,
			});
		}
		expect(readFileSync(join(folder, 'kaspi.svg'))).not.toEqual(
			readFileSync(join(folder, 'kaspi.dark.svg')),
		);
	});
});
