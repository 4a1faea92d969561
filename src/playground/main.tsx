import './page.css'
import { render } from 'preact'
import { LESSONS } from './lessons/lessons.ts'
import { Page } from './page.tsx'
import { Session } from './session.ts'

const session = new Session(LESSONS)
render(<Page session={session} />, document.querySelector('#page')!)
void session.start()
