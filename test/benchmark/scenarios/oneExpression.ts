import type { Path } from '../bench';
import { oneExpressionWorkflow } from '../blank';
import { latency, latencyAgainstBlank, throughput, throughputAgainstBlank } from '../timing';

const name = "n8n's own floor: one expression";

/** What n8n takes for a run that reads one field of its event: no flow can be faster. */
export const oneExpression: Path = {
	name,
	async time({ blank, size, world }) {
		const event = await oneExpressionWorkflow(world.sandbox.api);
		const times = await latency(blank, size.events, event);
		const rates = await throughput(blank, size.load, event, async () => Date.now());
		return [latencyAgainstBlank(name, times), throughputAgainstBlank(name, rates)];
	},
};
