import type { Path } from './bench';
import { amoCrmCalls } from './scenarios/amoCrmCalls';
import { amoCrmLimit } from './scenarios/amoCrmLimit';
import { botButton } from './scenarios/botButton';
import { oneExpression } from './scenarios/oneExpression';
import { outbox } from './scenarios/outbox';
import { payment } from './scenarios/payment';
import { relay } from './scenarios/relay';

/** Everything that is measured, in the order of the table. */
export const paths: Path[] = [
	oneExpression,
	relay,
	botButton,
	payment,
	amoCrmCalls,
	amoCrmLimit,
	outbox,
];
