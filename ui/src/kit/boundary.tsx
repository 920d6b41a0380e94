import { Component, type ReactNode } from 'react';
import { Crash } from './states';

/* Catches what a page throws, so that the rest of the window stays. */
export class Boundary extends Component<{ children: ReactNode }, { isBroken: boolean }> {
	state = { isBroken: false };

	static getDerivedStateFromError() {
		return { isBroken: true };
	}

	render() {
		return this.state.isBroken ? <Crash /> : this.props.children;
	}
}
