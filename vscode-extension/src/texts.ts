// What the extension says by itself, in both languages. Messages about law come from the server.
import { language } from './settings';
import type { Status } from './protocol';

const TEXTS = {
  serverDead: ['Máy chủ ngôn ngữ Phép không khởi động được: {0}', 'The Phép language server cannot start: {0}'],
  serverCrashes: ['Máy chủ ngôn ngữ Phép dừng nhiều lần liên tiếp: {0}', 'The Phép language server keeps stopping: {0}'],
  noServer: ['gói cài đặt không có tệp {0}; có thể gói này dành cho hệ điều hành khác',
    'the package holds no file {0}; it may be made for another system'],
  restart: ['Khởi động lại', 'Restart'],
  showLog: ['Xem nhật ký', 'Show Log'],
  today: ['hôm nay', 'today'],
  asOfName: ['Phép: ngày xem xét pháp luật, {0}', 'Phép: as-of date, {0}'],
  asOfTip: ['Pháp luật được xem xét tại ngày này. Bấm để đổi.', 'Law is looked at on this day. Click to change it.'],
  starting: ['Máy chủ ngôn ngữ chưa chạy.', 'The language server is not running.'],
  asOfPrompt: ['Ngày xem xét pháp luật, năm-tháng-ngày; để trống là hôm nay',
    'The day on which law is looked at, year-month-day; empty is today'],
  asOfWrong: ['Viết ngày theo dạng 2026-03-10', 'Write a day as 2026-03-10'],
  run: ['Chạy', 'Run'],
  coverage: ['Chạy và đo độ phủ', 'Run with Coverage'],
  untrusted: ['Kiểm thử chỉ chạy trong thư mục được tin cậy.', 'Tests run only in a trusted folder.'],
  noAnswer: ['máy chủ không trả kết quả cho kiểm thử này', 'the server gave no result for this test'],
  results: ['{0} đạt, {1} không đạt', '{0} passed, {1} failed'],
  taskCheck: ['kiểm tra', 'check'],
  taskTest: ['kiểm thử', 'test'],
  noExecutable: ['Không chạy được `{0}`: {1}. Xem thiết lập phep.executable.',
    'Cannot run `{0}`: {1}. See the setting phep.executable.'],
} satisfies Record<string, [string, string]>;

const STATUSES: Record<Status, [string, string]> = {
  met: ['đã đáp ứng', 'met'],
  violated: ['bị vi phạm', 'violated'],
  pending: ['chưa đến hạn', 'pending'],
  not_applicable: ['không áp dụng', 'not applicable'],
  unknown: ['chưa biết', 'unknown'],
  in_force: ['đang có hiệu lực', 'in force'],
  not_yet: ['chưa có hiệu lực', 'not yet in force'],
  repealed: ['hết hiệu lực', 'no longer in force'],
  wins: ['được áp dụng', 'prevails'],
  yields: ['nhường', 'yields'],
};

const inLanguage = ([vi, en]: [string, string]) => (language() === 'vi' ? vi : en);

export function text(key: keyof typeof TEXTS, ...values: string[]): string {
  return inLanguage(TEXTS[key] as [string, string]).replace(/\{(\d)\}/g, (_, place) => values[Number(place)]);
}

export const statusText = (status: Status) => inLanguage(STATUSES[status] ?? [status, status]);
