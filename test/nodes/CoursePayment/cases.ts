import { CoursePayment } from '../../../nodes/CoursePayment/CoursePayment.node';
import type { NodeUnderTest } from '../operationCases';

const PAYMENT = { payment: JSON.stringify({ payment_id: 'pay_1', amount: 5000 }) };

export const COURSE_PAYMENT: NodeUnderTest = {
	name: 'Course Payment',
	NodeClass: CoursePayment,
	local: [],
	operations: {
		buildLeadUpdate: { needed: PAYMENT },
		buildNote: { needed: PAYMENT },
		buildResult: { needed: { written: '{"lead_id":8000001}' } },
		report: {
			needed: {
				recent: JSON.stringify([{ id: 1, status: 'success', amount: 5000 }]),
				failed: '[]',
			},
		},
		parse: {
			input: {
				course_order: {
					payment_id: 'pay_1',
					status: 'CONFIRMED',
					created_at: '2025-01-20 14:49:20',
					course_order_items: [{ cost: 5000 }],
					user: { telegram_id: '123456789' },
				},
			},
		},
	},
};
