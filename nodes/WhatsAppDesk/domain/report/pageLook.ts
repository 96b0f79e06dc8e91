/** The report is a page of its own, to be sent as a file: it loads nothing. */
export const REPORT_LOOK = `body { margin: 0; background: #f4f6f8; }
.wa { box-sizing: border-box; width: 100%; max-width: 720px; margin: 0 auto; padding: 16px; font: 16px/1.45 system-ui, sans-serif; color: #1d2733; overflow-wrap: anywhere; }
.wa h1 { font-size: 22px; margin: 0 0 4px; }
.wa h2 { font-size: 18px; margin: 28px 0 8px; }
.wa p { margin: 8px 0; }
.wa .note { color: #5b6875; font-size: 14px; }
.wa .row, .wa table { background: #fff; border-radius: 10px; margin: 8px 0; }
.wa .row { padding: 10px 12px; }
.wa .head { display: flex; justify-content: space-between; gap: 12px; }
.wa .head span { font-weight: 600; white-space: nowrap; }
.wa .bar { display: flex; height: 12px; margin: 6px 0; border-radius: 6px; overflow: hidden; background: #e3e8ed; }
.wa .bar i { display: block; }
.wa .nums { font-size: 14px; color: #3c4856; }
.wa .legend { font-size: 13px; color: #3c4856; }
.wa .legend i { display: inline-block; width: 12px; height: 12px; border-radius: 3px; margin: 0 4px 0 0; vertical-align: -1px; }
.wa .legend span { margin-right: 10px; }
.wa .nums span, .wa .legend span { white-space: nowrap; }
.wa .read { background: #1b7f3b; }
.wa .delivered { background: #7cc58f; }
.wa .sent { background: #8fb3d9; }
.wa .wait { background: #f0c14b; }
.wa .failed { background: #d64541; }
.wa .none { background: #a9b3bd; }
.wa table { width: 100%; border-collapse: collapse; font-size: 14px; }
.wa td, .wa th { text-align: left; padding: 8px 6px; border-bottom: 1px solid #e3e8ed; }
.wa th { font-size: 12px; overflow-wrap: normal; }
.wa td + td { white-space: nowrap; }
.wa td + td, .wa th + th { text-align: right; }`;
