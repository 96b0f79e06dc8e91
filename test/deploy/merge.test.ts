import fc from 'fast-check';

import { editsOf, merge, sameContent } from '../../deploy/plan/merge';
import { contentOf, viewOf } from '../../deploy/plan/view';
import type { Connections, Content, WorkflowNode } from '../../deploy/shipped/workflow';

function node(id: string, parameters: object = {}, more: Partial<WorkflowNode> = {}): WorkflowNode {
	return {
		...{ id, name: `Node ${id}`, type: 'n8n-nodes-base.set', typeVersion: 1, position: [0, 0] },
		parameters: parameters as Record<string, unknown>,
		...more,
	};
}

/** `['a', 'b']`: a line from the first output of Node a to Node b. */
function lines(...pairs: Array<[string, string, number?]>): Connections {
	const connections: Connections = {};
	for (const [from, to, output = 0] of pairs) {
		const outputs = ((connections[`Node ${from}`] ??= {}).main ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output]!.push({ node: `Node ${to}`, type: 'main', index: 0 });
	}
	return connections;
}

function workflow(nodes: WorkflowNode[], connections: Connections = {}): Content {
	return { name: 'Workflow', nodes, connections, settings: { executionOrder: 'v1' } };
}

const parametersOf = (content: Content, id: string) =>
	content.nodes.find((one) => one.id === id)?.parameters;
const nameOf = (content: Content, id: string) => content.nodes.find((one) => one.id === id)?.name;

describe('what one side changed is taken from it', () => {
	const base = workflow([node('a', { text: 'old', limit: 5 }), node('b')], lines(['a', 'b']));

	test('two parameters of one node, one changed by each side', () => {
		const ours = workflow([node('a', { text: 'old', limit: 9 }), node('b')], lines(['a', 'b']));
		const theirs = workflow([node('a', { text: 'mine', limit: 5 }), node('b')], lines(['a', 'b']));
		const { content, conflicts } = merge(base, ours, theirs, 'theirs');
		expect(parametersOf(content, 'a')).toEqual({ text: 'mine', limit: 9 });
		expect(conflicts).toEqual([]);
	});

	test('a node that the operator added stays, and so do its lines', () => {
		const ours = workflow([node('a', { text: 'new', limit: 5 }), node('b')], lines(['a', 'b']));
		const theirs = workflow([...base.nodes, node('x')], lines(['a', 'x'], ['x', 'b']));
		const { content } = merge(base, ours, theirs, 'theirs');
		expect(content.connections).toEqual(lines(['a', 'x'], ['x', 'b']));
		expect(parametersOf(content, 'a')).toEqual({ text: 'new', limit: 5 });
	});

	test('a node that the operator deleted stays away, one of ours that is gone goes', () => {
		const three = workflow([node('a'), node('b'), node('c')]);
		const ours = workflow([node('a'), node('b')]);
		const theirs = workflow([node('a'), node('c')]);
		const { content } = merge(three, ours, theirs, 'theirs');
		expect(content.nodes.map(({ id }) => id)).toEqual(['a']);
	});

	test('positions are the operator’s, and moving a node is no change', () => {
		const theirs = workflow([node('a', base.nodes[0].parameters, { position: [9, 9] }), node('b')]);
		theirs.connections = base.connections;
		expect(editsOf(base, theirs)).toEqual([]);
		expect(merge(base, base, theirs, 'ours').content.nodes[0].position).toEqual([9, 9]);
	});

	test('his own name of the workflow, his own setting and his own credential stay', () => {
		const withKey = (id: string) =>
			workflow([node('a', {}, { credentials: { demoApi: { id, name: `Key ${id}` } } })]);
		const theirs = withKey('2');
		theirs.name = 'Mine';
		theirs.settings = { executionOrder: 'v1', timezone: 'Asia/Almaty' };
		const ours = withKey('1');
		ours.settings = { executionOrder: 'v1', executionTimeout: 60 };
		const { content, conflicts } = merge(withKey('1'), ours, theirs, 'theirs');
		expect(content.name).toBe('Mine');
		expect(content.settings).toEqual({
			...{ executionOrder: 'v1', executionTimeout: 60, timezone: 'Asia/Almaty' },
		});
		expect(content.nodes[0].credentials).toEqual({ demoApi: { id: '2', name: 'Key 2' } });
		expect(conflicts).toEqual([]);
	});
});

describe('what both changed is a conflict', () => {
	const base = workflow([node('a', { text: 'old' }), node('b'), node('c')], lines(['a', 'b']));

	test.each(['ours', 'theirs'] as const)('in a parameter %s count', (side) => {
		const ours = workflow([node('a', { text: 'ours' }), node('b'), node('c')], base.connections);
		const theirs = workflow(
			[node('a', { text: 'theirs' }), node('b'), node('c')],
			base.connections,
		);
		const { content, conflicts } = merge(base, ours, theirs, side);
		expect(parametersOf(content, 'a')).toEqual({ text: side });
		expect(conflicts).toEqual([
			{
				path: ['nodes', 'a', 'parameters', 'text'],
				...{ before: 'old', ours: 'ours', theirs: 'theirs' },
			},
		]);
	});

	test('the lines of one output are one thing: half of each would send items twice', () => {
		const ours = workflow([...base.nodes, node('y')], lines(['a', 'y'], ['y', 'b']));
		const theirs = workflow([...base.nodes, node('x')], lines(['a', 'x'], ['x', 'b']));
		const { content, conflicts } = merge(base, ours, theirs, 'theirs');
		expect(content.connections['Node a']).toEqual(lines(['a', 'x'])['Node a']);
		expect(conflicts.map(({ path }) => path)).toEqual([['lines', 'a main 0']]);
	});

	test('a chosen value is one thing: mode and value are never mixed', () => {
		const chosen = (mode: string, value: string) =>
			workflow([node('a', { list: { __rl: true, mode, value, cachedResultName: value } })]);
		const { content } = merge(
			chosen('list', '1'),
			chosen('list', '2'),
			chosen('id', '1'),
			'theirs',
		);
		expect(parametersOf(content, 'a')).toEqual(chosen('id', '1').nodes[0].parameters);
	});

	test('a changed node that the other side deleted', () => {
		const changed = workflow([node('a', { text: 'new' })]);
		const gone = workflow([]);
		expect(merge(base, changed, gone, 'theirs').content.nodes).toEqual([]);
		expect(merge(base, changed, gone, 'ours').content.nodes.map(({ id }) => id)).toEqual(['a']);
		expect(merge(base, gone, changed, 'theirs').conflicts).toHaveLength(1);
	});
});

describe('names of nodes', () => {
	const base = workflow([node('a'), node('b', { value: "={{ $('Node a').first().json.id }}" })]);

	test('a node of ours that is new calls a node by the name that the operator gave it', () => {
		const theirs = structuredClone(base);
		theirs.nodes[0].name = "Ira's start";
		theirs.nodes[1].parameters.value = "={{ $('Ira\\'s start').first().json.id }}";
		const ours = structuredClone(base);
		ours.nodes.push(
			node('c', { value: "={{ $('Node a').item.json.x + $('Node b').item.json.y }}" }),
		);
		ours.connections = lines(['a', 'c']);
		const { content, conflicts } = merge(base, ours, theirs, 'theirs');
		expect(nameOf(content, 'a')).toBe("Ira's start");
		expect(parametersOf(content, 'c')).toEqual({
			value: "={{ $('Ira\\'s start').item.json.x + $('Node b').item.json.y }}",
		});
		expect(Object.keys(content.connections)).toEqual(["Ira's start"]);
		expect(conflicts).toEqual([]);
	});

	test('a node of the operator follows a name that we changed', () => {
		const ours = structuredClone(base);
		ours.nodes[0].name = 'Start';
		ours.nodes[1].parameters.value = "={{ $('Start').first().json.id }}";
		const theirs = structuredClone(base);
		theirs.nodes.push(node('x', { value: '={{ $("Node a").item.json.x }}' }));
		const { content } = merge(base, ours, theirs, 'theirs');
		expect(nameOf(content, 'a')).toBe('Start');
		expect(parametersOf(content, 'x')).toEqual({ value: '={{ $("Start").item.json.x }}' });
	});

	test('when both renamed it, the operator’s name stays', () => {
		const ours = structuredClone(base);
		ours.nodes[0].name = 'Ours';
		const theirs = structuredClone(base);
		theirs.nodes[0].name = 'Theirs';
		expect(nameOf(merge(base, ours, theirs, 'theirs').content, 'a')).toBe('Theirs');
	});

	test('a text without an expression is no reference', () => {
		const ours = structuredClone(base);
		ours.nodes.push(node('c', { text: "Write $('Node a')" }));
		const theirs = structuredClone(base);
		theirs.nodes[0].name = 'Other';
		expect(parametersOf(merge(base, ours, theirs, 'theirs').content, 'c')).toEqual({
			text: "Write $('Node a')",
		});
	});

	test('a new node of ours takes its name, the operator’s one of that name gets a number', () => {
		const theirs = workflow([...base.nodes, node('x', {}, { name: 'Check' })]);
		const ours = workflow([...base.nodes, node('c', {}, { name: 'Check' })]);
		const { content } = merge(base, ours, theirs, 'theirs');
		expect([nameOf(content, 'c'), nameOf(content, 'x')]).toEqual(['Check', 'Check 2']);
	});
});

describe('what n8n adds by itself is nobody’s change', () => {
	const base = workflow([
		node('a', { list: { __rl: true, mode: 'list', value: '1', cachedResultName: 'One' } }),
	]);

	test.each<[string, (content: Content) => void]>([
		['a webhook id', ({ nodes }) => (nodes[0].webhookId = 'x')],
		['a switch that is off', ({ nodes }) => (nodes[0].disabled = false)],
		[
			'another name of what was chosen',
			({ nodes }) =>
				((nodes[0].parameters.list as { cachedResultName: string }).cachedResultName = '1'),
		],
		['an empty output', (content) => (content.connections = { 'Node a': { main: [[], null] } })],
	])('%s', (_what, change) => {
		const theirs = structuredClone(base);
		change(theirs);
		expect(editsOf(base, theirs)).toEqual([]);
		expect(sameContent(base, theirs)).toBe(true);
	});

	test('but a switched-off node is the operator’s change', () => {
		const theirs = workflow([{ ...base.nodes[0], disabled: true }]);
		expect(editsOf(base, theirs).map(({ path }) => path)).toEqual([['nodes', 'a', 'disabled']]);
	});
});

/** Workflows over few ids and few values, so that both sides often touch the same. */
const ids = ['a', 'b', 'c', 'd'];
const values = fc.constantFrom<unknown>('x', 'y', 1, null, ['x'], { inner: 'x' }, { inner: 'y' });
const contents = fc
	.record({
		nodes: fc.dictionary(
			fc.constantFrom(...ids),
			fc.dictionary(fc.constantFrom('p', 'q'), values, { noNullPrototype: true }),
			{ noNullPrototype: true },
		),
		pairs: fc.array(
			fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids), fc.constantFrom(0, 1)),
			{ maxLength: 5 },
		),
		settings: fc.dictionary(fc.constantFrom('s', 't'), fc.constantFrom(1, 2), {
			noNullPrototype: true,
		}),
	})
	.map(({ nodes, pairs, settings }): Content => {
		const all = Object.entries(nodes).map(([id, parameters]) => node(id, parameters));
		const unique = [...new Map(pairs.map((pair) => [pair.join(), pair])).values()];
		const there = unique.filter(([from, to]) => from in nodes && to in nodes);
		return { name: 'Workflow', nodes: all, connections: lines(...there), settings };
	});
const sides = fc.constantFrom('ours' as const, 'theirs' as const);

describe('whatever the three are', () => {
	test('the variety is there: conflicts and merges without any are both common', () => {
		const samples = fc.sample(fc.tuple(contents, contents, contents), 500);
		const conflicting = samples.filter(
			([base, ours, theirs]) => merge(base, ours, theirs, 'ours').conflicts.length > 0,
		);
		expect(conflicting.length).toBeGreaterThan(100);
		expect(conflicting.length).toBeLessThan(490);
	});

	test('a workflow is the same after it went through the tree that is merged', () => {
		fc.assert(
			fc.property(contents, (content) => {
				expect(sameContent(contentOf(viewOf(content), content, content), content)).toBe(true);
			}),
		);
	});

	test('what the pack did not change stays as the operator has it', () => {
		fc.assert(
			fc.property(contents, contents, sides, (base, theirs, side) => {
				const { content, conflicts } = merge(base, base, theirs, side);
				expect(sameContent(content, theirs)).toBe(true);
				expect(conflicts).toEqual([]);
			}),
		);
	});

	test('what the operator did not change becomes what is shipped', () => {
		fc.assert(
			fc.property(contents, contents, sides, (base, ours, side) => {
				const { content, conflicts } = merge(base, ours, base, side);
				expect(sameContent(content, ours)).toBe(true);
				expect(conflicts).toEqual([]);
			}),
		);
	});

	test('a second run changes nothing, whether the first has written down what it did or not', () => {
		fc.assert(
			fc.property(contents, contents, contents, sides, (base, ours, theirs, side) => {
				const { content } = merge(base, ours, theirs, side);
				expect(sameContent(merge(ours, ours, content, side).content, content)).toBe(true);
				expect(sameContent(merge(base, ours, content, side).content, content)).toBe(true);
			}),
		);
	});

	test('nothing is invented: each parameter is the one of ours or of theirs', () => {
		fc.assert(
			fc.property(contents, contents, contents, sides, (base, ours, theirs, side) => {
				const { content } = merge(base, ours, theirs, side);
				for (const { id, parameters } of content.nodes) {
					for (const [key, value] of Object.entries(parameters)) {
						const sources = [ours, theirs].map((one) =>
							JSON.stringify(parametersOf(one, id)?.[key]),
						);
						expect(sources).toContain(JSON.stringify(value));
					}
				}
			}),
		);
	});

	test('every line leads from a node that is there to one that is there', () => {
		fc.assert(
			fc.property(contents, contents, contents, sides, (base, ours, theirs, side) => {
				const { content } = merge(base, ours, theirs, side);
				const names = content.nodes.map(({ name }) => name);
				const ends = Object.entries(content.connections).flatMap(([source, { main }]) => [
					source,
					...main.flatMap((targets) => (targets ?? []).map((target) => target.node)),
				]);
				expect(ends.filter((name) => !names.includes(name))).toEqual([]);
				expect(new Set(names).size).toBe(names.length);
			}),
		);
	});
});
