import { inCallOrder } from './callOrder';
import type { ShippedWorkflow } from './workflow';

/** What an operator may choose. */
export const FLOWS = ['kaspi-whatsapp', 'payments-amocrm', 'telegram-amocrm', 'sitniks'] as const;
export type Flow = (typeof FLOWS)[number];

/** Folders that every flow needs: tables, alerts, clean-up, shared sub-workflows. */
export const SHARED = ['setup', 'store'];

/** The workflow that fills the tables with default settings when it is published. */
export const SETUP_ID = 'CrmBridge00Setup';
/** The error workflow of all others. */
export const ERRORS_ID = 'CrmBridge90Errors';

export function isFlow(name: string): name is Flow {
	return (FLOWS as readonly string[]).includes(name);
}

/**
 * The workflows of some flows with all that they need, in the order in which n8n lets them be published: what is
 * called before what calls it, what handles errors and makes the tables first.
 */
export function workflowsOf(flows: string[], shipped: ShippedWorkflow[]): ShippedWorkflow[] {
	const chosen = shipped.filter(({ flow }) => SHARED.includes(flow) || flows.includes(flow));
	const first = [ERRORS_ID, SETUP_ID];
	const rank = ({ id }: ShippedWorkflow) => (first.includes(id) ? first.indexOf(id) : first.length);
	return inCallOrder([...chosen].sort((a, b) => rank(a) - rank(b)));
}
