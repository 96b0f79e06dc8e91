import {
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';

import { KeyedMutex } from '../../shared/keyedMutex';
import { TtlMap } from '../../shared/ttlMap';
import { connect } from '../api/connect';
import { searchOrders } from '../api/orderSearch';
import { DAY_MS } from '../domain/period';
import { withEntries } from '../api/products';
import { simplifyOrder } from '../domain/simpleOrder';
import { pollOrders, type EmittedOrder, type ProcessMemory } from './pollOrders';
import { readSeen } from './seenOrders';
import { settingsOf } from './settings';

/** Of the time that n8n gives a poll: the rest is for the call that runs when it is over. */
const SHARE_OF_BUDGET = 0.5;
const DEFAULT_BUDGET_MS = 300_000;

/** What this process knows of each trigger. */
const memories = new TtlMap<ProcessMemory>(Infinity, 1000);
const polls = new KeyedMutex();

/** What a poll of an active workflow emits; null when there is nothing, or another one still runs. */
export async function livePoll(context: IPollFunctions): Promise<INodeExecutionData[] | null> {
	const trigger = `${context.getWorkflow().id}:${context.getNode().id}`;
	const items = await polls.runIfFree(trigger, () => newItems(context, trigger));
	return items?.length ? items : null;
}

async function newItems(context: IPollFunctions, trigger: string): Promise<INodeExecutionData[]> {
	const now = Date.now();
	const settings = settingsOf(context);
	const staticData = context.getWorkflowStaticData('node');
	const budget = context.getPollBudgetMs?.() ?? DEFAULT_BUDGET_MS;
	const { emitted, seen, memory } = await pollOrders(
		await connect(context),
		settings,
		readSeen(staticData),
		memories.get(trigger) ?? { toRepeat: new Set(), followFrom: 0 },
		{ now, deadline: now + budget * SHARE_OF_BUDGET },
	);
	const items = emitted.map((order) => itemOf(context, order));
	// Last of all: whatever fails before leaves the orders to the next poll.
	Object.assign(staticData, seen);
	memories.set(trigger, memory);
	return items;
}

/** For a test in the editor: one order is enough to build with. Leaves no trace. */
export async function newestOrder(context: IPollFunctions): Promise<INodeExecutionData> {
	const { states, lookBackDays, includeProducts } = settingsOf(context);
	const api = await connect(context);
	const to = Date.now();
	const period = { from: to - lookBackDays * DAY_MS, to };
	const search = { ...period, states, withEntries: includeProducts, limit: 1 };
	const [order] = await searchOrders(api, search);
	if (!order) {
		throw new NodeOperationError(
			context.getNode(),
			'No data with the current filter could be found',
			{
				description: `The shop has no order of the last ${lookBackDays} days in the chosen states. Add states or raise Look Back.`,
			},
		);
	}
	const whole = includeProducts ? await withEntries(api, order) : order;
	return itemOf(context, { order: whole, stageSeenAt: null });
}

function itemOf(context: IPollFunctions, { order, stageSeenAt }: EmittedOrder): INodeExecutionData {
	const isSimple = context.getNodeParameter('simplify') as boolean;
	const json = (isSimple ? simplifyOrder(order) : order) as unknown as IDataObject;
	const seenAt = stageSeenAt === null ? null : new Date(stageSeenAt).toISOString();
	return { json: { ...json, stageSeenAt: seenAt } };
}
