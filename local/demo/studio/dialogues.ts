/** Who says it, then what is said; a number is a pause in milliseconds before the next line. */
export type Line = ['caller' | 'agent', string] | number

/** How a person sounds: a variant of espeak-ng's American or British voice, its pitch (0 to 99) and words a minute. */
export type SpeakingVoice = { voice: string; pitch: number; wordsPerMinute: number }

export const voices = {
  uma: { voice: 'en-us+f2', pitch: 55, wordsPerMinute: 172 },
  ben: { voice: 'en-us+m3', pitch: 38, wordsPerMinute: 178 },
  mia: { voice: 'en-us+f4', pitch: 62, wordsPerMinute: 180 },
  priya: { voice: 'en-gb+f5', pitch: 52, wordsPerMinute: 174 },
  leo: { voice: 'en-gb+m7', pitch: 44, wordsPerMinute: 176 },
  dana: { voice: 'en-us+f3', pitch: 42, wordsPerMinute: 165 },
  walter: { voice: 'en-us+m1', pitch: 26, wordsPerMinute: 155 },
  rosa: { voice: 'en-gb+f1', pitch: 68, wordsPerMinute: 170 },
  marcus: { voice: 'en-us+m7', pitch: 50, wordsPerMinute: 182 },
  helen: { voice: 'en-gb-scotland+f2', pitch: 40, wordsPerMinute: 162 },
} as const satisfies Record<string, SpeakingVoice>

export type VoiceName = keyof typeof voices

export type Dialogue = { caller: VoiceName; agent: VoiceName; lines: readonly Line[] }

export const dialogues = {
  'acme-new-patient': {
    caller: 'dana',
    agent: 'uma',
    lines: [
      ['agent', 'Acme Dental, this is Uma. How can I help you today?'],
      ['caller', 'Hi, I just moved here and I would like to register as a new patient.'],
      ['agent', 'Welcome to the neighborhood. Are you looking for a check up, or is something bothering you?'],
      ['caller', 'Just a check up and a cleaning, please. It has been about a year.'],
      ['agent', 'No problem. I have Tuesday at ten thirty, or Thursday at four.'],
      ['caller', 'Thursday at four works. Do you take Northwind insurance?'],
      ['agent', 'We do. Please bring your card and come ten minutes early for the forms.'],
      ['caller', 'Great. How long will it take?'],
      ['agent', 'About an hour. You will get a reminder by text the day before.'],
      ['caller', 'Perfect, thank you very much.'],
      ['agent', 'Thank you for calling. See you on Thursday.'],
    ],
  },
  'acme-reschedule': {
    caller: 'walter',
    agent: 'ben',
    lines: [
      ['agent', 'Acme Dental support, Ben speaking.'],
      ['caller', 'Good morning. I have a filling on Monday, and I need to move it.'],
      ['agent', 'Of course. May I have your name and date of birth?'],
      ['caller', 'Walter Finch. The fourth of May, nineteen fifty eight.'],
      700,
      ['agent', 'Thank you, Mr Finch. I see you on Monday at nine. Would Wednesday at nine suit you?'],
      ['caller', 'Could it be in the afternoon?'],
      ['agent', 'Wednesday at two fifteen, with Doctor Shaw.'],
      ['caller', 'That is fine. Is there a fee for changing it?'],
      ['agent', 'Not with more than a day of notice.'],
      ['caller', 'Good. Then Wednesday at two fifteen. Goodbye.'],
      ['agent', 'Goodbye, Mr Finch.'],
    ],
  },
  'acme-reminder': {
    caller: 'rosa',
    agent: 'uma',
    lines: [
      ['caller', 'Hello?'],
      ['agent', 'Hello, this is Uma from Acme Dental. Am I speaking with Rosa Delgado?'],
      ['caller', 'Yes, that is me.'],
      ['agent', 'I am calling about the whitening offer that you asked for on our website.'],
      ['caller', 'Oh yes. How much was it again?'],
      ['agent', 'One hundred and eighty dollars until the end of the month. It takes two visits.'],
      ['caller', 'And does it hurt? My teeth are rather sensitive.'],
      ['agent', 'Most people feel a little cold for a day. We use a gel that makes it milder.'],
      ['caller', 'Let me think about it. Could you send me the details by mail?'],
      ['agent', 'Certainly. I will send them this afternoon, and I will call you again next week.'],
      ['caller', 'That would be lovely. Thank you, Uma.'],
      ['agent', 'Have a nice day.'],
    ],
  },
  'acme-billing-1': {
    caller: 'marcus',
    agent: 'mia',
    lines: [
      ['agent', 'Acme Dental support, you are speaking with Mia.'],
      ['caller', 'Hey Mia. I got a bill for a crown, and it looks twice as high as the estimate.'],
      ['agent', 'I am sorry about that. Do you have the invoice number at hand?'],
      ['caller', 'Yes, it is seven seven four one.'],
      600,
      ['agent', 'I see it. The insurance part has not been taken off yet. I will correct that.'],
      ['caller', 'Thanks. While I have you, I also want to ask about braces for my daughter.'],
      ['agent', 'My colleague Uma in sales knows the plans best. I will put you through.'],
      ['caller', 'Sure, go ahead.'],
    ],
  },
  'acme-billing-2': {
    caller: 'marcus',
    agent: 'uma',
    lines: [
      ['agent', 'Hello, this is Uma. Mia told me that you are asking about braces.'],
      ['caller', 'Right. My daughter is twelve, and her dentist says it is about time.'],
      ['agent', 'That is a good age. We offer a first look without charge, with X rays if needed.'],
      ['caller', 'And what does the whole treatment cost?'],
      ['agent', 'Between three and five thousand dollars. You can pay monthly over two years.'],
      ['caller', 'Okay. Can we come in after school, say at half past three?'],
      ['agent', 'Next Monday at three thirty is free. Shall I book it?'],
      ['caller', 'Yes please. Her name is Nora Bell.'],
      ['agent', 'Nora is booked. Thank you, Mr Bell.'],
    ],
  },
  'acme-internal': {
    caller: 'ben',
    agent: 'mia',
    lines: [
      ['agent', 'Hi Ben, what is up?'],
      ['caller', 'Mia, Doctor Shaw is out tomorrow. Can you help me to move her patients?'],
      ['agent', 'Sure. How many are there?'],
      ['caller', 'Seven. Four of them are cleanings, which can go to room two.'],
      ['agent', 'Then I will call the other three. Is anybody in pain?'],
      ['caller', 'Mrs Lindqvist has a broken crown. She should be seen today.'],
      ['agent', 'I have a gap at five. I will call her first.'],
      ['caller', 'You are a star. I will send you the list right away.'],
      ['agent', 'Thanks. Talk to you later.'],
    ],
  },
  'globex-booking-1': {
    caller: 'helen',
    agent: 'priya',
    lines: [
      ['agent', 'Thank you for calling Globex Travel. My name is Priya. Where would you like to go?'],
      ['caller', 'Hello Priya. I want to book two seats from Boston to Lisbon in March.'],
      ['agent', 'Lovely. Which dates do you have in mind?'],
      ['caller', 'From the twelfth to the twenty second, if the price is right.'],
      ['agent', 'And would you like a direct flight?'],
      ['caller', 'Yes, if it costs no more than a hundred dollars extra.'],
      ['agent', 'Let me look that up. May I put you on hold for a moment?'],
      ['caller', 'Of course.'],
    ],
  },
  'globex-booking-2': {
    caller: 'helen',
    agent: 'priya',
    lines: [
      ['agent', 'Thank you for holding. The direct flight is six hundred and forty dollars a person.'],
      ['caller', 'That is better than I thought. I will take it.'],
      ['agent', 'I will stop the recording while you give me your card number.'],
      5500,
      ['agent', 'The recording is on again. Your booking reference is K, four, nine, X, T.'],
      ['caller', 'K, four, nine, X, T. And the seats?'],
      ['agent', 'Seats twelve A and twelve B. The confirmation is in your mail box.'],
      ['caller', 'Wonderful. Goodbye.'],
    ],
  },
  'globex-refund': {
    caller: 'walter',
    agent: 'leo',
    lines: [
      ['caller', 'Finch speaking.'],
      ['agent', 'Good afternoon, Mr Finch. This is Leo from Globex Travel, about your cancelled train to Montreal.'],
      ['caller', 'At last. I have been waiting for three weeks.'],
      ['agent', 'I understand, and I apologize. Your refund was approved this morning.'],
      ['caller', 'In full, I hope?'],
      ['agent', 'In full, and with a voucher of fifty dollars for your trouble.'],
      ['caller', 'Well, that is decent of you. When will the money arrive?'],
      ['agent', 'Within three working days, on the card you paid with.'],
      ['caller', 'Fine. Then we are friends again.'],
      ['agent', 'I am glad to hear it. Thank you for your patience.'],
    ],
  },
  'globex-video': {
    caller: 'rosa',
    agent: 'leo',
    lines: [
      ['agent', 'Hi Rosa, I can see you now. Let us fill in the form together.'],
      ['caller', 'Great. I want to change my hotel in Rome.'],
      ['agent', 'I am typing it in. Three nights from the ninth of April?'],
      ['caller', 'Four nights, please. And a room with a balcony.'],
      ['agent', 'Four nights, with a balcony. It is saved.'],
      ['caller', 'That was quick. Thank you, Leo.'],
    ],
  },
} as const satisfies Record<string, Dialogue>

export type DialogueName = keyof typeof dialogues
