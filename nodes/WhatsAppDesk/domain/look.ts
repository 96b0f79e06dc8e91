/**
 * *Custom Form Styling* of all forms. n8n keeps few tags of a page and no classes: `h4` to `h6` are
 * the coloured lines (look at this, wrong, good), `pre` is a message as WhatsApp shows it.
 */
export const LOOK = `body { font-size: 16px; }
.container { width: 100%; max-width: 640px; padding: 12px; }
.card { padding: 16px; }
.form-header h1 { font-weight: 600; }
form label { font-size: 15px; }
form .form-input, form select, #submit-btn { font-size: 16px; color: #333; }
#submit-btn { background-color: #1f9d55; color: #fff; }
.form-group + .form-group { margin-top: 12px; }
div.html:has(> i:first-child) + .form-group { margin-top: 2px; }
select option[disabled] { display: none; }
.error-hidden:not(.error-show) { display: none; }
textarea.form-input { font-family: inherit; min-height: 160px; line-height: 1.4; }
div.html { font-size: 15px; line-height: 1.45; overflow-wrap: anywhere; }
div.html p { margin: 0 0 8px; }
div.html h3 { font-weight: 600; margin: 8px 0; }
div.html h4, div.html h5, div.html h6 { padding: 10px 12px; border-radius: 8px; font-size: 15px; font-weight: 600; }
div.html h4 { background: #fff6dd; color: #7a5a00; }
div.html h5 { background: #fdeaea; color: #b3161f; }
div.html h6 { background: #e6f6ec; color: #14713d; }
div.html ul { list-style: none; gap: 8px; }
div.html li { margin: 0; padding: 10px 12px; border: 1px solid #dbdfe7; border-radius: 8px; }
div.html pre { white-space: pre-wrap; font-family: inherit; margin: 8px 0; padding: 12px; border-radius: 8px; background: #e7f8dd; color: #222; }
div.html table { width: 100%; border-collapse: collapse; margin-bottom: 8px; }
div.html th { text-align: left; background: #f1f3f7; padding: 8px 10px; }
div.html td { padding: 5px 10px; border-bottom: 1px solid #eceef0; vertical-align: top; }
div.html td:first-child { color: #71747a; width: 38%; }
div.html img { display: block; max-width: 100%; margin: 8px auto; border-radius: 8px; }
div.html code { background: #f1f3f7; padding: 1px 4px; border-radius: 4px; }
div.html i { color: #71747a; }
div.html a { color: #14713d; font-weight: 600; }
div.html li a { display: block; }
`;
