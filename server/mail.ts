/** Sign-in links by mail, where a mail server is named. */
import { createTransport } from 'nodemailer';
import type { Config } from './config.ts';

export interface Mailer {
  sendLink(to: string, link: string): Promise<void>;
}

/** Undefined without A3_SMTP_URL: then links are printed. */
export function openMailer({ A3_SMTP_URL, A3_MAIL_FROM }: Config): Mailer | undefined {
  if (!A3_SMTP_URL) return undefined;
  const transport = createTransport(A3_SMTP_URL);
  return {
    sendLink: async (to, link) => {
      await transport.sendMail({
        from: A3_MAIL_FROM,
        to,
        subject: 'Your sign-in link',
        text: `This link signs you in at the grading service. It works once, for half an hour:\n\n${link}\n\nIf you did not ask for it, ignore this mail.\n`,
      });
    },
  };
}
