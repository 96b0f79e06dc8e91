/** The payload of the payment seed, "payment_webhook.py", as it stands there. */
export const SAMPLE_TEXT = `{
  "course_order": {
    "status": "CONFIRMED",
    "amount": 100,
    "created_at": "2025-01-20 14:49:20",
    "updated_at": "2025-01-20 14:49:20",
    "code": "PROMO2025",
    "payment_id": "pay_123456",
    "invoice_id": "inv_789",
    "payment_method": "SBP",
    "currency": "RUB",
    "course_order_items": [
      {
        "cost": 5000,
        "number_lessons": 10,
        "course": {
          "name": "Годовой 2к25 стандарт",
          "subject": {
            "name": "Русский",
            "project": "ЕГЭ"
          }
        },
        "package_id": null
      }
    ],
    "user": {
      "first_name": "Иван",
      "last_name": "Петров",
      "phone": "89991234567",
      "email": "ivan@example.com",
      "telegram_id": "123456789",
      "telegram_tag": "ivan_petrov"
    },
    "utm": {
      "source": "platform",
      "medium": "direct",
      "compaign": "summer2025",
      "term": "",
      "content": "",
      "ym": "1234567890"
    },
    "domain": "pl.el-ed.ru"
  }
}`;

type Fields = Record<string, unknown>;
export interface Sample {
	course_order: Fields & { course_order_items: Fields[]; user: Fields; utm: Fields };
}

/** A fresh copy, with fields of `course_order` replaced. */
export function sample(fields: Fields = {}): Sample {
	const copy = JSON.parse(SAMPLE_TEXT) as Sample;
	Object.assign(copy.course_order, fields);
	return copy;
}

/** The sample with fields of its customer replaced. */
export function sampleOf(user: Fields): Sample {
	return sample({ user: { ...sample().course_order.user, ...user } });
}

/** An item of the order. */
export function item(name: string, subject: string, cost: unknown = 5000, project = 'ЕГЭ'): Fields {
	return { cost, number_lessons: 10, course: { name, subject: { name: subject, project } } };
}
